import form from "@/cases/case/form/text.zh-CN"

export default {
  ...form,
  title: "案件 {number}", back: "返回列表", missing: "案件没有找到", missingDetail: "案件不存在，或当前岗位无权查看。", failed: "案件没有加载出来",
  mark: {
    locked: "已锁定", urged: "督办 {n} 次", rework: "返工 {n} 次", returned: "回退 {n} 次", extended: "延期 {n} 次", suspended: "挂账 {n} 次", reopened: "重办 {n} 次",
    selfDisposed: "自行处置", request: "待批：{name}", appealGranted: "超时申诉已通过",
  },
  clock: {
    dueOnly: "{stage} {due} 到期", left: "{stage} 还剩 {length}，{due} 到期", leftOnly: "{stage} 还剩 {length}", over: "{stage} 已超时 {length}（{due} 到期）", paused: "{stage} 计时暂停，还剩 {length}",
    pausedOver: "{stage} 计时暂停，已超时 {length}", none: "{stage} 不计时", until: "{stage} 至 {due}", closed: "{stage} {due}", whole: "全案：{from} 登记，处置时限 {limit}",
    wholeNoLimit: "全案：{from} 登记", disposalDue: "处置截止 {due}", planned: "定于 {due} 派遣至 {body}",
  },
  diagram: { title: "阶段图", here: "当前", next: "可转", visits: "{n} 次", late: "超时", back: "{verb} {n} 次", states: { here: "当前阶段", past: "已经过", next: "可转入", unreached: "未到" } },
  photos: {
    title: "处置前后对比", before: "处置前", after: "处置后", none: "没有照片", open: "查看大图：{name}", seal: "封存校验码", sha256: "文件校验码", taken: "拍摄时间", size: "尺寸",
    device: "拍摄设备", place: "拍摄位置", previous: "上一张", following: "下一张", failed: "照片没有加载出来", of: "第 {n} 张，共 {all} 张",
    usage: { BEFORE: "处置前", AFTER: "处置后", NEAR: "近景", FAR: "远景", REFERENCE: "参照" },
  },
  facts: {
    title: "案件信息", description: "问题描述", address: "地址", grid: "单元网格", duty: "责任网格", area: "区域类别", component: "部件", keeper: "养护单位", owner: "权属单位", noDescription: "（无描述）",
    condition: "立案条件", closing: "结案条件", lead: "主办单位", helpers: "协办单位", assignee: "承办人", source: "问题来源", registered: "登记时间", filed: "立案时间", dispatched: "派遣时间",
    signed: "签收时间", disposed: "处置完成", closed: "结案时间", closingKind: "结案方式", onTime: "按时", late: "超时", score: "满意度", limit: "处置时限",
  },
  reporter: { title: "诉求人", anonymous: "未留姓名", wantsAnswer: "要求回复", look: "显示号码", looked: "本次查看已记录。" },
  map: { title: "位置", label: "案件位置、单元网格和周边", grid: "网格 {code}", cases: "图中在办案件 {n} 件", components: "部件 {n} 个" },
  story: {
    title: "流转记录", on: "{who} {did}，案件转至“{stage}”", back: "{who} {did}，案件退到“{stage}”", stay: "{who} {did}", ofBody: "{who}（{body}）", detail: "{name}：{value}",
    photos: "{n} 张", escalated: "已超时，提请{post}关注", conditionNumber: "第 {n} 号条件", none: "还没有流转记录。", seal: "本步校验码 {hash}", newestFirst: "最新在前", oldestFirst: "最早在前",
  },
  stays: { title: "各环节用时", stage: "环节", holder: "办理方", arrived: "到达", left: "离开", due: "截止", used: "用时", running: "办理中", onTime: "按时", late: "超时" },
  requests: {
    title: "申请与审批", none: "没有申请。", asked: "{body} 于 {at} 申请", reason: "理由", waits: "待 {post} 审批", approved: "{who} 同意", refused: "{who} 不同意",
    state: { PENDING: "审批中", APPROVED: "已同意", REFUSED: "不同意", WITHDRAWN: "已撤回", DROPPED: "已终止" },
  },
  urges: { title: "督办", none: "没有督办。", replyBy: "须于 {at} 前答复", unanswered: "尚未答复", reply: "答复", level: { GENERAL: "一般督办", OVERDUE: "超时督办", INSTRUCTION: "领导批示" } },
  tasks: { title: "核实与核查", kind: { VERIFY: "核实", CHECK: "核查" }, sent: "{at} 派出，{due} 前反馈", answered: "{at} 反馈", out: "等待反馈", drawn: "抽签：{n} 人中抽取，轮休 {rested} 人，回避 {excluded} 人", superseded: "不计" },
  related: { title: "关联案件", into: "已并入主案件", merged: "并入本案的案件", sameComponent: "同一部件的案件", none: "没有关联案件。" },
  lookalikes: { title: "疑似重复", none: "附近没有疑似重复的案件。", distance: "相距 {n} 米", age: "{at} 登记", merge: "并入此案", mine: "本案", same: "同小类" },
  change: { theirs: "已被{who}更新：{did}", ours: "已办理：{did}", moved: "{did}，案件转至“{stage}”", next: "下一件待办", noNext: "待办已全部办完。", dismiss: "知道了" },
  keys: { move: "打开按钮上所示的操作", back: "收起表单，或返回列表", next: "打开下一件待办", photo: "查看照片", refresh: "刷新案件" },
}
