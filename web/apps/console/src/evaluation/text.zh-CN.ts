export default {
  title: "综合评价", schemes: "评价方案", noSchemes: "还没有评价方案。", league: "评价结果", nobody: "本期没有可评价的对象。",
  object: {
    CITY: "城市", DISTRICT: "区", STREET: "街道", COMMUNITY: "社区", GRID: "单元网格", BODY: "专业部门", COLLECTOR: "监督员", ACCEPTOR: "受理员",
    SHIFT_LEADER: "值班长", DISPATCHER: "派遣员", COMPANY: "采集公司",
  },
  period: { label: "评价周期", WEEK: "周", MONTH: "月", STATISTIC_MONTH: "统计月", QUARTER: "季", HALF_YEAR: "半年", YEAR: "年", before: "上一期", after: "下一期", days: "{since} 至 {last}" },
  against: { label: "比较", BEFORE: "环比", YEAR_BEFORE: "同比" },
  rank: "名次", name: "对象", total: "综合得分", moved: "变化", grade: "等级", risen: "上升 {n} 位", fallen: "下降 {n} 位", same: "持平", fresh: "新上榜", noScore: "无数据",
  why: "得分构成", whyOf: "{name} 的得分构成", points: "{points} / {full} 分", formula: "计算公式", byHand: "人工填报", leftOut: "本项无数据，不计入", before: "上期 {points}", figures: "基本指标",
  opens: "{name} {figure} 件，打开对应案件", behind: "{figure}：共 {n}", cases: "对应案件", noCases: "没有对应的案件。", times: "计 {n}", group: "{name} · {n} 个", source: "来源", countedAt: "统计时间 {at}",
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
}
