export default {
  part: { indicators: "指标", schemes: "方案", rules: "统计口径" }, find: "按名称、代码或公式查找", none: { indicators: "还没有发布指标。", schemes: "还没有评价方案。", rules: "还没有统计口径。" }, noMatch: "没有符合条件的内容。",
  version: "版本", span: "{since} 起施行，{until} 起由后版替代", never: "未曾施行", onlyLatest: "只能在最新版本上修改。", edit: "修改", editOf: "修改指标：{name}", editHint: "所有指标作为新版本一并发布，自施行日起生效；已公示的结果不受影响。", publish: "发布新版本", published: "新版本已发布。",
  names: "名称", zh: "中文名称", en: "英文名称", from: "施行日", unit: "计量", units: { PERCENT: "百分比", COUNT: "计数", POINTS: "得分", MINUTES: "分钟", TIMES: "次数" }, places: "保留 {n} 位小数", cap: "不超过 {most}",
  better: "方向", betters: { HIGHER: "越高越好", LOWER: "越低越好", NEITHER: "不分优劣" }, usedByIndicators: "用于指标", usedBySchemes: "用于方案", wrong: "公式有误之处",
  term: "评价项", weight: "分值", undefined: "无数据时", undefineds: { OUT: "不计入，权重分给其他项", FULL: "得满分", ZERO: "得零分" }, bonus: "加分项", assumed: "本系统假定：",
  full: "满分", coefficient: "调整系数", groups: "分组排名", areaClass: "{each} 类区域", theRest: "其余", parameters: "参数", counts: "方案自有计数", distinct: "按不同值计数", meaning: "名称含义",
  where: { kind: "对象", class_codes: "类别", sources: "来源", urgencies: "紧急程度", hours: "上报小时", weekdays: "上报星期", area_classes: "区域类别" },
  noSuch: "没有这一项，可能在该版本中尚未定义。", publishedAt: "{at} 发布", rulesNote: "各城市计法不同之处。案件按上报之日施行的口径统计。", editRules: "修改统计口径", rulesHint: "自施行日起上报的案件按新口径统计；施行日在过去时，已有统计会自动重算。", rebuilding: "{day} 以来上报的案件正在按新口径重新统计。",
  rule: { closing_judged: "按期结案的判定", wrong_dispatch: "错误派遣的判定", exempted_lateness: "申诉豁免的超时", suspended_need: "挂账案件是否计入应处置", belongs_to: "案件归属周期的依据", satisfied_from: "满意的起点分", month_begins_on: "统计月起始日" },
  choice: {
    closing_judged: { DISPOSAL: "以处置是否按期为准", CLOSING: "以结案是否在处置时限内为准" }, wrong_dispatch: { FIRST_TARGET_CHANGED: "首次派遣的部门不是最终部门", TWO_BODIES: "派遣过两个以上部门", REWORK: "案件返工" },
    exempted_lateness: { ON_TIME: "计为按期", APART: "单列，不计按期也不计超期" }, suspended_need: { LEFT_OUT: "不计入", COUNTED: "计入" }, belongs_to: { REPORTED: "上报", FILED: "立案", DISPATCHED: "派遣", DISPOSED: "处置", CLOSED: "结案" },
  },
  take: "下载方案", upload: "上传方案", uploadHint: "上传 JSON 文件（可先下载现行方案再修改），作为新版本自施行日起生效。", noJson: "文件不是一个 JSON 方案。",
}
