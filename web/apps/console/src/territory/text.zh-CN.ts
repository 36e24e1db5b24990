export default {
  map: "网格图", community: "社区", chooseCommunity: "先选择要调整的社区。", noGrids: "这个社区还没有单元网格。", grids: "单元网格", gridsOf: "单元网格（{count}）", chosen: "已选 {count} 个",
  tool: { label: "工具", pick: "选择", CUT: "切割", MERGE: "合并", BORDER: "重划边界" },
  hint: {
    pick: "点选网格查看；选择工具后开始调整。", CUT: "选一个网格，再在图上依次点出切割线，线要穿过整个网格。", MERGE: "选两个以上相邻的网格。",
    BORDER: "选两个相邻的网格，再在图上依次点出新的边界。",
  },
  line: "线上各点（经度, 纬度，每行一点）", badLine: "每行应为“经度, 纬度”。", clearLine: "清除线", apply: "执行", undo: "撤销上一步", discard: "全部撤销",
  steps: "调整步骤", step: { CUT: "切割 {grids}", MERGE: "合并 {grids}", BORDER: "重划 {grids} 的边界" },
  outcome: "调整结果", ended: "作废", begun: "新增", area: "{area} 平方米", nothing: "还没有调整。", duty: "责任网格 {codes} 随之作废，需要重新划分。",
  faults: "网格问题", noFaults: "没有发现问题。", advice: "建议", must: "必须处理", width: "平均宽 {width} 米",
  fault: {
    INVALID: "边界自相交", OVERLAP: "重叠", GAP: "缝隙", SLIVER: "狭长", SEVERAL_PARTS: "不连续", CROSSES_BORDER: "越界", SIZE: "面积与一万平方米相差较大", CODE_ORDER: "编码顺序不符",
  },
  changes: "调整方案", noChanges: "还没有调整方案。", title: "方案名称", saveDraft: "存为草稿", saved: "已存为草稿。", submit: "提交审批", submitted: "已提交审批。", withdraw: "撤回", withdrawn: "已撤回为草稿。",
  approve: "同意", refuse: "不同意", opinion: "审批意见", approved: "已同意，新网格即时生效。", refused: "已退回，网格未变。", opened: "正在查看方案：{title}", leave: "离开方案",
  state: { DRAFT: "草稿", SUBMITTED: "待审批", APPROVED: "已同意", REFUSED: "未同意" },
}
