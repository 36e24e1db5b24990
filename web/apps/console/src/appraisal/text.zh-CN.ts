export default {
  title: "外评价", none: "还没有外评价。", noneDetail: "先导入指标体系，再发起外评价。", open: "发起外评价", opened: "外评价已发起。", close: "结束", closed: "已结束", "export": "下载签名结果", closedDone: "外评价已结束。",
  closeQuestion: { title: "结束这次外评价", text: "结束后不再接受上报、答卷和考察，且不能恢复。" },
  kind: { SELF: "自评价", THIRD_PARTY: "第三方评价" }, days: "{since} 至 {until}", name: "名称", tree: "指标体系", who: "评价主体", period: "起止日期", noDays: "请选择起止日期", from: "开始", to: "结束",
  load: { title: "导入指标体系", hint: "CSV、xlsx 或 YAML。列说明见文档；可先下载示例补全。", key: "标识", name: "名称", from: "生效日期", example: "下载示例", done: "共 {n} 个指标" },
  part: { label: "内容", scores: "得分", sites: "实地考察", questionnaire: "问卷调查" },
  score: {
    areas: "城市与各区", none: "没有可计分的内容。", noScore: "无数据", covered: "已计权重 {n}%", node: "指标", figure: "数值", points: "得分", rate: "得分率", gives: "计入总分", of: "共 {n} 份", ofStandards: "共 {n} 项", tooFew: "答卷不足（{n} 份）",
    leftOut: "不计入", tree: "{name} 的得分构成", note: "城市与自身比较，不排名。无数据的指标不计入，其权重由同级指标分担。",
  },
  source: { REPORT: "平台上报", VISIT: "实地考察", QUESTIONNAIRE: "问卷调查" },
  report: { evidence: "佐证照片", photo: "照片 {n}", drop: "移除", title: "填报：{name}", figure: "数值", words: "数据来源", hint: "每次填报都会留存，以最后一次为准；数值留空表示撤回。", done: "已填报。", go: "填报" },
  questionnaire: {
    none: "还没有问卷。", open: "发放问卷", opened: "问卷已发放。", title: "问卷标题", closes: "截止时间", least: "最少答卷数", leastHint: "某区某题答卷不足此数时不显示结果。", link: "公开链接", copy: "复制链接", copied: "链接已复制。",
    responses: "已收到 {n} 份答卷", questions: "{n} 题", until: "{at} 截止", ended: "已于 {at} 截止", end: "立即截止", endQuestion: { title: "立即截止问卷", text: "截止后不再接受答卷；外评价结束前可以重新设定截止时间。" }, moved: "截止时间已更新。", byArea: "各区答卷", byDay: "每日答卷", copyByHand: "链接已选中，请按 Ctrl+C 或用浏览器菜单复制。",
    move: "调整截止时间",
  },
  sites: {
    none: "还没有抽取点位。", nothingHere: "您的区域没有点位。", draw: "抽取点位", drawn: "点位已抽取。", list: "导入点位名单", listHint: "CSV 或 xlsx：code、kind、name、area_code，可带 longitude、latitude。名单中没有的点位不再参与抽取。", listed: "新增 {added}，更新 {changed}，移出 {unlisted}",
    kind: "点位类别", count: "每区数量", another: "再加一类", reason: "重新抽取的理由", drawnBy: "{name} 于 {at} 抽取", seed: "种子", pool: "候选 {n} 个", seedDigest: "种子 SHA-256（种子在外评价结束时公布）", candidates: "下载候选名单", shortage: "{area} {kind}：需 {wanted} 个，只有 {found} 个",
    state: { DRAWN: "待考察", VISITED: "已考察", GIVEN_UP: "无法考察", RESERVE: "备选" }, progress: "已考察 {done} / {all}", standsIn: "替补", place: "第 {n} 位", sites: "点位", noneOfKind: "请填写类别和数量",
  },
  visit: {
    title: "考察：{name}", looked: "检查项数", met: "达标项数", words: "发现的问题", note: "备注", save: "提交考察结果", saved: "考察结果已登记。", nothing: "请至少填写一个指标的检查项数。", add: "拍照或选择照片", added: "照片已上传。", photo: "{at} 的照片",
    giveUp: "无法考察", why: "无法考察的原因", history: "第 {n} 次，{name}，{at}", away: "距点位 {n} 米", back: "返回点位列表", before: "已有记录", giveUpGo: "提交并更换点位",
  },
  ask: {
    title: "满意度调查", area: "您所在的区", choose: "请选择", scale: { 1: "非常满意", 2: "满意", 3: "一般", 4: "不满意", 5: "非常不满意" }, unknown: "说不清", send: "提交", anonymous: "匿名填写，不记录您的身份、地址和填写时间。", until: "{at} 截止",
    ended: "本问卷已截止", endedDetail: "感谢您的关注。", thanks: "感谢您的参与！", thanksDetail: "已收到您对 {n} 个问题的回答。", noArea: "请选择您所在的区。", noAnswer: "请至少回答一题。", lost: "没有这份问卷", again: "您已填写过本问卷", againDetail: "每人填写一次，您的答卷已收到。", how: "您对以下方面是否满意？", progress: "已答 {n} / {all} 题",
  },
}
