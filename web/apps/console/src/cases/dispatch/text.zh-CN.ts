export default {
  open: "批量派遣", title: "批量派遣 {n} 件案件",
  reading: "正在读取案件和派遣建议…",
  alike: "{class} · {area}", mixed: "所选案件分属 {n} 个小类，请核对后再一并派遣。",
  cases: "所选案件", bodies: "派往", each: "按建议逐件派遣", eachDetail: "每件派往权责规则建议的部门", noRule: "没有规则指明责任部门，请选择部门。",
  proposed: "建议（{n} 件）", because: "{reason}", find: "查找部门",
  column: { body: "部门", open: "在办", disposal: "处置中", soon: "将超时", overdue: "已超时", share: "近30天按时率" },
  state: { ready: "待派遣", closed: "现在不能派遣", unread: "没有读出来", sending: "正在派遣…", done: "已派遣", stale: "已被他人处理", failed: "没有成功" },
  to: "派往 {body}", nowhere: "未定部门",
  go: "派遣 {n} 件", retry: "重试没有成功的 {n} 件", again: "重新读取有变化的案件", stop: "停止",
  progress: "已派遣 {done} / {all}", stopped: "已停止，其余案件没有派遣。",
  finished: "{n} 件已全部派遣。", partly: "{done} 件已派遣，{rest} 件没有成功，原因见列表。",
  loadsFailed: "各部门在办情况没有读出来",
}
