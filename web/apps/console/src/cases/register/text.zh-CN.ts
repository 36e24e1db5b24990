export default {
  phone: "来电号码", name: "来电人", wantsAnswer: "要求回复", words: "诉求内容", wordsHint: "什么问题、在哪里、什么时候发现的", noWords: "（无描述）",
  urgency: "紧急程度", source: "问题来源", metres: "{n} 米", ago: "{length}前", beside: "依据与相似案件",
  send: "登记", clear: "清空", clearSure: "清空后，这通电话已记下的内容不能恢复。", lost: "内容仍在本页，可再次登记，不会重复。",
  class: { label: "类别", hint: "名称、拼音首字母或代码", none: "没有相符的类别" },
  place: {
    label: "地点", hint: "路名门牌、小区或部件编码", none: "没有找到，可在地图上点选", known: "历史地址", near: "邻近门牌，差 {n} 号", street: "道路附近", division: "行政区划",
  },
  component: { near: "附近部件", taken: "部件", drop: "取消", none: "附近没有部件" },
  map: { label: "地点选择地图", hint: "点击地面或部件选定地点", nearer: "点击选定地点；放大后显示部件", failed: "地图没有读出来" },
  follows: {
    title: "登记依据", grid: "单元网格", body: "责任单位", standard: "处置标准", needsPlace: "选定地点后显示", needsClass: "选定类别后显示",
    needsBoth: "选定类别和地点后显示", noBody: "没有适用的权责规则，由派遣员确定。", noStandard: "没有生效的处置标准。", noCondition: "该类别没有立案条件，按标准的默认时限。",
    closing: "结案条件：{text}", limitNeedsPlace: "选定地点后显示时限", due: "现在派遣，{date} 到期", by: "依据《{title}》",
  },
  duplicates: { title: "疑似重复", needsBoth: "选定类别和地点后自动查找", none: "24 小时内附近没有同类未结案件" },
  earlier: { title: "该号码以往来电" },
  glance: { title: "案件概要", back: "返回", registered: "登记时间", due: "截止时间", closed: "办结时间", open: "打开案件", photo: "{moment} 拍摄的照片" },
  wrong: { phone: "请输入 5 至 20 位号码，可含空格、短横和开头的加号。", class: "请选择类别。", place: "请选定地点：选一个地址、点地图，或选一个部件。", outside: "这个位置不在本市单元网格内。" },
  done: {
    title: "已登记，案件编号", earlier: "这一件在之前的提交中已经登记，没有重复登记；此后改动的内容没有记入，可在案件中补充。", due: "受理时限至 {moment}", answer: "来电人要求回复。",
    next: "下一位来电", open: "打开案件",
  },
}
