export default {
  map: "网格图", community: "社区", chooseCommunity: "先选择要调整的社区。", noGrids: "这个社区还没有单元网格。", grids: "单元网格", gridsOf: "单元网格（{count}）", chosen: "已选 {count} 个",
  tool: { label: "工具", pick: "选择", CUT: "切割", MERGE: "合并", BORDER: "重划边界", NUMBER: "重新编号", MARK: "属性", DUTY: "责任网格" },
  hint: {
    pick: "点选网格查看；选择工具后开始调整。", CUT: "选一个网格，再在图上依次点出切割线，线要穿过整个网格。", MERGE: "选两个以上相邻的网格。",
    BORDER: "选两个相邻的网格，再在图上依次点出新的边界。",
    NUMBER: "选网格，按自西向东、自北向南的顺序给新编码；原编码作废，不再使用。", MARK: "选网格，填写要改的属性；不填的保持不变。", DUTY: "选一至五个相邻的网格，组成新的责任网格。",
  },
  line: "线上各点（经度, 纬度，每行一点）", badLine: "每行应为“经度, 纬度”。", clearLine: "清除线", apply: "执行", undo: "撤销上一步", discard: "全部撤销",
  steps: "调整步骤", step: { CUT: "切割 {grids}", MERGE: "合并 {grids}", BORDER: "重划 {grids} 的边界", NUMBER: "{grids} 重新编号", MARK: "修改 {grids} 的属性", DUTY: "{grids} 组成责任网格" },
  mark: { area_level: "区域类别", land_use: "用地类型", management_level: "管理级别" }, level: { A: "一类区域", B: "二类区域", C: "三类区域" },
  outcome: "调整结果", ended: "作废", begun: "新增", area: "{area} 平方米", nothing: "还没有调整。", duty: "责任网格 {codes} 随之作废。", marked: "属性变更", begunDuty: "新增责任网格", withoutDuty: "单元网格 {codes} 不属于任何责任网格。",
  areaFaults: "范围内全部问题", wholeCity: "检查全部网格", wholeCityHint: "网格调整后第一次检查，大城市需要几秒到几十秒。", lookingThrough: "正在检查网格……", firstFaults: "共 {count} 处，先列出 {shown} 处；可按类型或选更小的范围查看。",
  faults: "网格问题", faultKind: "问题类型", allFaults: "全部问题 {count}", showFaults: "在图上标出问题", noFaults: "没有发现问题。", advice: "建议", must: "必须处理", width: "平均宽 {width} 米",
  fault: {
    INVALID: "边界自相交", OVERLAP: "重叠", GAP: "缝隙", SLIVER: "狭长", SEVERAL_PARTS: "不连续", CROSSES_BORDER: "越界", SIZE: "面积与一万平方米相差较大", CODE_ORDER: "编码顺序不符",
  },
  changes: "调整方案", noChanges: "还没有调整方案。", title: "方案名称", saveDraft: "存为草稿", saved: "已存为草稿。", submit: "提交审批", submitted: "已提交审批。", withdraw: "撤回", withdrawn: "已撤回为草稿。",
  approve: "同意", refuse: "不同意", opinion: "审批意见", approved: "已同意，新网格即时生效。", refused: "已退回，网格未变。", opened: "正在查看方案：{title}", leave: "离开方案",
  state: { DRAFT: "草稿", SUBMITTED: "待审批", APPROVED: "已同意", REFUSED: "未同意" },
  looseEnd: {
    title: "待定事项", none: "没有待定事项。", remark: "处理结果", settle: "已处理", settled: "已记为处理完毕。",
    kind: { DUTY_GRID: "单元网格没有责任网格", COLLECTOR: "责任网格需安排监督员", SEAT: "任职的管辖范围已作废", RULE: "权责规则只管原来的一部分", COMPONENT: "部件找不到所在网格", PLACE: "地点找不到所在网格" },
  },
}
