export default {
  title: "综合评价", schemes: "评价方案", noSchemes: "还没有评价方案。", league: "评价结果", nobody: "本期没有可评价的对象。",
  object: {
    CITY: "城市", DISTRICT: "区", STREET: "街道", COMMUNITY: "社区", GRID: "单元网格", BODY: "专业部门", COLLECTOR: "监督员", ACCEPTOR: "受理员",
    SHIFT_LEADER: "值班长", DISPATCHER: "派遣员", COMPANY: "采集公司",
  },
  period: { label: "评价周期", WEEK: "周", MONTH: "月", STATISTIC_MONTH: "统计月", QUARTER: "季", HALF_YEAR: "半年", YEAR: "年", before: "上一期", after: "下一期", days: "{since} 至 {last}" },
  against: { label: "比较", BEFORE: "环比", YEAR_BEFORE: "同比" },
  rank: "名次", name: "对象", total: "综合得分", moved: "变化", grade: "等级", risen: "上升 {n} 位", fallen: "下降 {n} 位", same: "持平", fresh: "新上榜", noScore: "无数据",
  why: "得分构成", whyOf: "{name} 的得分构成", pick: "选中一行，这里显示各项得分、变化原因和对应案件。", points: "{points} / {full} 分", formula: "计算公式", byHand: "人工填报", leftOut: "本项无数据，不计入", before: "上期 {points}", figures: "基本指标",
  opens: "{name} {figure} 件，打开对应案件", behind: "{figure}：共 {n}", cases: "对应案件", noCases: "没有对应的案件。", times: "计 {n}", group: "{name} · {n} 个", source: "来源", countedAt: "统计时间 {at}",
  bulletin: {
    title: "通报", draft: "制作 {period} 通报", drafted: "通报正在制作。", none: "还没有通报。", scheduled: "自动生成",
    making: "通报制作进度", take: "下载 {period} 通报（{format}）",
  },
}
