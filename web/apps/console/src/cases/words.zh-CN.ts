export default {
  source: {
    COLLECTOR: "监督员上报", PUBLIC: "公众举报", HOTLINE: "热线", WEB: "网站", MEDIA: "媒体", SUPERIOR: "领导交办", INSPECTION: "督查",
    VIDEO: "视频", DEVICE: "物联感知", TRANSFER: "其他平台转入",
  },
  kind: { COMPONENT: "部件", INCIDENT: "事件" },
  urgency: { ROUTINE: "日常", NORMAL: "一般", SERIOUS: "严重", GRAVE: "重大" },
  phase: { OPEN: "办理中", PAUSED: "暂停", CLOSED: "已结", VOID: "作废" },
  unit: { MINUTE: "分钟", WORK_MINUTE: "工作分钟", WORK_HOUR: "工作时", WORK_DAY: "工作日", URGENT_HOUR: "紧急工作时", URGENT_DAY: "紧急工作日" },
  length: { days: "{n} 工作日", hours: "{n} 时", minutes: "{n} 分", urgentDays: "{n} 天" },
}
