export default {
  find: "按名称或代码查找", noMatch: "没有符合条件的对象。", nothing: "该方案没有人工填报项。", nothingDetail: "得分全部由案件数据计算，无需填报。", empty: "未填", parameter: "参数", files: "佐证 {n}", repeatedShort: "材料重复",
  open: "{name} 的{item}：{value}，查看或填报", usual: "未填报时取值", points: "得分（{least} 至 {most}）", figure: "数值", value: "填报值", words: "说明", evidence: "佐证材料", drop: "移除材料",
  upload: "上传照片或文件", uploading: "正在上传…", uploadHint: "JPEG、PNG、WebP、PDF、docx、xlsx，每个不超过 12 MiB。", again: "{name} 的内容已用于 {n} 处填报", take: "下载 {name}",
  entered: "填报已保存。", takeBack: "撤回填报", takeBackQuestion: "撤回后按未填报时的取值计算；填报记录仍然保留。", takenBack: "填报已撤回。", wasTakenBack: "撤回", isFixed: "结果已确定，不能再填报。", readOnly: "当前岗位只能查看。",
  history: "填报记录", noHistory: "还没有填报。", repeated: "同样的材料还用于另外 {n} 处填报。",
}
