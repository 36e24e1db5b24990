export default {
  source: {
    COLLECTOR: "Collector", PUBLIC: "Citizen", HOTLINE: "Hotline", WEB: "Web", MEDIA: "Media", SUPERIOR: "From above", INSPECTION: "Inspection",
    VIDEO: "Camera", DEVICE: "Sensor", TRANSFER: "Another platform",
  },
  kind: { COMPONENT: "Component", INCIDENT: "Incident" },
  urgency: { ROUTINE: "Routine", NORMAL: "Normal", SERIOUS: "Serious", GRAVE: "Grave" },
  phase: { OPEN: "Open", PAUSED: "Paused", CLOSED: "Closed", VOID: "Void" },
  unit: { MINUTE: "min", WORK_MINUTE: "work min", WORK_HOUR: "work hours", WORK_DAY: "work days", URGENT_HOUR: "hours", URGENT_DAY: "days" },
  length: { days: "{n} work d", hours: "{n} h", minutes: "{n} min", urgentDays: "{n} d" },
}
