export default {
  part: { classes: "分类", disposal: "处置标准", calendars: "工作日历" },
  setup: {
    confirm: "确定", takenIn: "导入完成。", faults: "文件没有导入：共 {n} 处错误。请改正后重新选择文件。", file: "文件", choose: "选择文件", notChosen: "尚未选择", noFile: "请选择文件。",
    line: "行", column: "列", reason: "原因", since: "{day} 起", until: "至 {day}", standing: { ahead: "未生效", over: "已失效" },
    counted: "新增 {added}，更改 {changed}，未变 {unchanged}。", shownSoFar: "已显示 {n} 条", shownAll: "共 {n} 条",
  },
  classes: {
    edition: "分类版本", kind: "问题类型", search: "查代码或名称", majors: "大类", allMajors: "全部大类", code: "代码", major: "大类", name: "小类名称",
    matter: "对应异常事项", origin: "来源", noMatch: "没有符合条件的小类。", none: "本版本没有此类小类。", conditions: "立案条件与处置时限",
    originIs: { SEEN: "标准", INFERRED: "推定", CITY: "本市" },
    originMeans: { SEEN: "取自标准原文。", INFERRED: "标准原文缺失，按相邻编码推定。", CITY: "本市按标准扩展的小类。" },
    add: "新增小类", addTitle: "新增本市小类（{edition} 版）", addHint: "编号由系统按该版本的扩展规则给出；部件小类会同时生成对应的异常事项。", added: "已新增小类“{name}”。",
    withdraw: "停用此小类", withdrawAsk: "停用“{name}”后，新案件不能再选用；已有案件不受影响。确定停用吗？", withdrawn: "“{name}”已停用。",
    importTitle: "导入分类（{edition} 版）", importHint: "CSV 或 Excel，列与导出文件相同。全部正确才会导入；重复导入同一文件不会产生变化。",
  },
  disposal: {
    importTitle: "导入处置标准", importHint: "CSV 或 Excel，列与导出文件相同。导入后成为草稿，发布后才生效。", noVersions: "还没有处置标准。",
    noneInForce: "当前没有生效的处置标准。", onlyDefault: "标准未列出此小类的立案条件，按默认时限 {limit} 计。", defaultLimit: "默认时限", defaultIs: "默认时限 {limit}",
    level: { A: "一类区域", B: "二类区域", C: "三类区域", ALL: "全部区域" }, class: "小类", condition: "立案条件", closing: "结案条件", closingIs: "结案条件：{text}",
    anyKind: "全部类型", anyEdition: "全部版本", search: "查小类或立案条件", count: "{n} 条", noMatch: "没有符合条件的立案条件。", noConditions: "本版本没有立案条件。",
  },
  version: {
    list: "版本", state: { DRAFT: "草稿", PUBLISHED: "已发布", SUPERSEDED: "已替代" }, number: "第 {n} 版", former: "显示已替代的 {n} 个版本",
    publish: "发布", publishTitle: "发布“{title}”", publishHint: "自所填时刻起生效，并替代同名的现行版本；已立案的案件仍按原版本计时。发布后不可更改。", validFrom: "生效时间", published: "“{title}”已发布。",
    discard: "丢弃草稿", discardAsk: "丢弃草稿“{title}”？丢弃后无法找回。", discarded: "草稿“{title}”已丢弃。",
    name: "标识", nameHint: "小写字母、数字和连字符；同一标识的版本先后替代，default 为全市通用。", title: "名称", taken: "已导入为草稿“{title}”。", known: "内容与“{title}”相同，没有新建版本。",
  },
  calendars: {
    importTitle: "导入工作日历", importHint: "CSV、Excel 或 YAML。导入后成为草稿，发布后才生效。", noVersions: "还没有工作日历。",
    year: "全年一览", count: "时限计算", yearBefore: "上一年", yearAfter: "下一年", workingDays: "{n} 个工作日", dayLength: "每个工作日 {length}",
    kind: { working: "工作日", makeUp: "调休上班", off: "休息日", holiday: "节假日" }, guessed: "法定节假日只公布到 {day}，此后按星期推算。", week: "每周工作时间", closed: "休息",
    start: "开始时间", amount: "数量", unit: "单位", go: "计算", due: "{limit}，截止于", day: "日期", name: "说明", spans: "计时时段", nothing: "不计时", counted: "当日", total: "累计",
  },
}
