import definitions from "@/evaluation/definitions/text.zh-CN"
import entries from "@/evaluation/entries/text.zh-CN"
import results from "@/evaluation/results/text.zh-CN"

export default {
  definitions, entries, results,
  ways: { label: "评价相关页面", manage: "评价管理" },
  title: "综合评价", schemes: "评价方案", noSchemes: "还没有评价方案。", league: "评价结果", nobody: "本期没有可评价的对象。",
  object: {
    CITY: "城市", DISTRICT: "区", STREET: "街道", COMMUNITY: "社区", GRID: "单元网格", BODY: "专业部门", COLLECTOR: "监督员", ACCEPTOR: "受理员",
    SHIFT_LEADER: "值班长", DISPATCHER: "派遣员", COMPANY: "采集公司",
  },
  period: { label: "评价周期", WEEK: "周", MONTH: "月", STATISTIC_MONTH: "统计月", QUARTER: "季", HALF_YEAR: "半年", YEAR: "年", before: "上一期", after: "下一期", days: "{since} 至 {last}" },
  against: { label: "比较", BEFORE: "环比", YEAR_BEFORE: "同比" },
  rank: "名次", name: "对象", total: "综合得分", moved: "变化", grade: "等级", risen: "上升 {n} 位", fallen: "下降 {n} 位", same: "持平", fresh: "新上榜", noScore: "无数据",
  why: "得分构成", whyOf: "{name} 的得分构成", points: "{points} / {full} 分", formula: "计算公式", byHand: "人工填报", leftOut: "本项无数据，不计入", before: "上期 {points}", figures: "基本指标",
  opens: "{name} {figure} 件，打开对应案件", behind: "{figure}：共 {n}", cases: "对应案件", noCases: "没有对应的案件。", times: "计 {n}", group: "{name} · {n} 个", source: "来源", countedAt: "统计时间 {at}", running: "未结束", sameDays: "本期尚未结束，与同期（{days}）比较。",
  bulletin: {
    title: "通报", draft: "制作 {period} 通报", drafted: "通报正在制作。", none: "还没有通报。", scheduled: "自动生成",
    making: "通报制作进度", take: "下载 {period} 通报（{format}）",
  },
  view: { label: "视图", league: "排名", trends: "趋势", heat: "时段分布", compare: "两期对比", map: "地图" },
  seeing: {
    measure: "指标", indicators: "比率指标", base: "基本指标", yearBefore: "去年同期", length: "期数", points: "{n} 个百分点", nothing: "此处没有统计数据。", who: "评价对象", "class": "类别",
    allClasses: "全部类别", wholeClass: "整个大类", byReport: "按上报的星期和小时（城市时区）统计", heatOf: "{name}：按星期和小时", weekday: "星期", sum: "合计", hour: "{n} 时", compared: "对比内容",
    of: { figures: "全部指标", league: "评价得分" }, beside: "{period} 对比", difference: "差值", casesOf: "{period} 计数", because: "主要变化",
  },
  weekday: { 1: "星期一", 2: "星期二", 3: "星期三", 4: "星期四", 5: "星期五", 6: "星期六", 7: "星期日" },
  own: { title: "我的评价", none: "没有您的评价数据。", noneDetail: "监督员、受理员、值班长、派遣员可在此查看本人的工作。", rank: "第 {rank} 名，共 {n} 人", noRank: "未排名，共 {n} 人参评" },
  map: { label: "{name}地图", by: "着色依据", legend: "图例", nearer: "单元网格放大后着色。" },
  quality: "案卷质量", part: { look: "复核", disputes: "分歧裁定", samplings: "抽查" },
  look: {
    title: "复核", nothing: "没有待您复核的案卷。", nothingDetail: "您经办过的案卷不会交给您复核。", taken: "复核结论已登记。", before: "处置前", after: "处置后", photo: "照片 {n}", noPhoto: "没有照片。",
    "class": "类别", description: "描述", address: "位置", filing: "立案条件", closing: "结案条件", words: "说明", send: "提交并取下一份", disputes: "复核分歧", noDisputes: "没有待裁定的分歧。", rule: "裁定", opinion: "裁定意见", ruled: "裁定已登记。",
    question: { CLASS: "分类正确", PLACE: "位置正确", PHOTOS: "照片反映现场", BEFORE_AFTER: "前后为同一位置", RESULT: "处置属实", FILING: "立案恰当" },
    denied: { CLASS: "分类不正确", PLACE: "位置不正确", PHOTOS: "照片不反映现场", BEFORE_AFTER: "前后不是同一位置", RESULT: "处置不实", FILING: "立案不当" },
    answer: { YES: "是", NO: "否", CANNOT_TELL: "无法判断" },
  },
  sampling: {
    title: "案卷质量抽查", by: "分层依据", much: "抽取方式", share: "比例（%）", size: "每层件数", plan: "制定 {period} 抽查方案", planned: "方案已登记，随机种子在抽取时公布。", none: "还没有抽查。", drawn: "从 {of} 件中抽取 {n} 件", drawnNow: "已抽取。",
    draw: "抽取", notDrawn: "尚未抽取。", seed: "随机种子", seedDigest: "种子 SHA-256", beside: "同期还有抽查：{all}", besideOne: "{period}（{at} 制定，抽取 {n} 件）", and: "、", digest: "名单 SHA-256", question: "复核项", passed: "合格", failed: "不合格",
    stratum: { BODY: "专业部门", ACCEPTOR: "受理员", COLLECTOR: "监督员", DISTRICT: "区", CLASS: "类别" },
    state: { WAITING: "待复核", TAKEN: "复核中", DISPUTED: "待裁定", SETTLED: "已定论" },
    tally: { agreed: "一致", disagreed: "分歧", cannot_tell: "无法判断", ruled_right: "裁定原结论正确", ruled_wrong: "裁定原结论有误" },
  },
  integrity: {
    title: "采集员诚信", note: "线索不是结论，须经核实。", nobody: "本期没有采集工作。", hints: "诚信线索", none: "没有线索。", pick: "选中一名采集员，这里显示每条线索及其案件和照片。", reports: "上报", tasks: "核实核查", photoOf: "案件 {number} 的照片", ofAll: "共 {all} 件，列出 {n} 件",
    kind: { TOO_EVEN: "上报过于均匀", TOO_FAST: "移动过快", TOO_SOON: "回复过快", OUTSIDE: "责任网格之外", AWAY: "照片不在现场", SAME_PHOTO: "照片重复", NEVER_DISAGREES: "一律确认" },
  },
}
