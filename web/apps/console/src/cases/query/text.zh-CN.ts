export default {
  view: { label: "显示方式", list: "案件列表", breakdown: "分布统计" },
  total: "共 {n} 件", totalMore: "{n} 件以上",
  filter: { words: "描述、地址中的字，或案件编号", address: "地址中的字", number: "案件编号", component_code: "部件编码", desk: "范围", counted: "统计口径" },
  counted: {
    reported: "上报", filed: "立案", dispatched: "派遣", disposed: "处置", disposed_on_time: "按期处置", disposed_late: "超期处置", exempted: "申诉免责", overdue_open: "超期未处置",
    closed: "结案", open: "在办", suspended: "挂账", reworked: "返工", returned: "回退", extended: "延期", void: "作废", merged: "合并", self_disposed: "自处置",
  },
  saved: {
    title: "常用查询", save: "保存查询", share: "复制链接", rename: "改名", delete: "删除", name: "名称", nameNeeded: "请填写名称，不超过 60 个字。", none: "还没有保存过查询。设好筛选条件后点“保存查询”。",
    sure: "删除常用查询“{name}”？案件本身不受影响。", done: "查询已保存。", renamed: "已改名。", deleted: "已删除。", copied: "链接已复制，可发给同事；打开后按对方的权限显示。",
  },
  export: {
    xlsx: "Excel 表格（xlsx，100 万件以内）", csv: "CSV 文件（100 万件以内）", going: "正在导出", writing: "服务器正在生成文件…", rows: "{n} / {all} 件", bytes: "共 {all} 件，已接收 {n} KB", done: "已导出 {n} 件。",
  },
  breakdown: {
    by: "统计方式", district: "按区", street: "按街道", body: "按部门", class: "按小类", share: "按期率", total: "合计", noBody: "尚无责任部门", hint: "点任一数字，查看其中的案件；点表头换指标。",
    loading: "正在统计…", failed: "没有统计出来",
  },
  loading: "正在查询…", failed: "没有查询成功", nothing: "没有符合条件的案件", nothingDetail: "换一个时间段，或去掉几个条件再试。",
}
