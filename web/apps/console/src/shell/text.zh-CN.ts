export default {
  common: { cancel: "取消", save: "保存", close: "关闭", loading: "正在加载…", retry: "重试", more: "更多", all: "全部", yes: "是", no: "否", search: "查找", none: "无", import: "导入", export: "导出", optional: "选填" },
  nav: { desk: "工作台", case: "案件", register: "受理登记", query: "综合查询", evaluation: "综合评价", ownEvaluation: "我的评价", appraisal: "外评价", quality: "案卷质量", integrity: "采集员诚信", results: "评价结果", entries: "人工填报", definitions: "指标与方案", grids: "网格", components: "部件", component: "部件", componentImports: "部件导入", surveys: "部件普查", standards: "标准", organizations: "机构与人员" },
  post: {
    COLLECTOR: "监督员", ACCEPTOR: "受理员", SHIFT_LEADER: "值班长", DISPATCHER: "派遣员", HANDLER: "专业部门", INSPECTOR: "督查员",
    LEADER: "领导", EVALUATOR: "评价员", ADMINISTRATOR: "系统管理员", CITIZEN: "市民", DEVICE: "设备", SYSTEM: "系统",
  },
  lamp: { GREEN: "未超时", YELLOW: "即将超时", RED: "已超时", OFF: "不计时" },
  shell: {
    skip: "跳到正文", menu: "主菜单", otherLanguage: "English", light: "浅色", dark: "深色", signOut: "退出登录", choosePost: "选择岗位",
    signedOut: "登录已失效，未保存的内容仍在本页。", offline: "连接已断开，正在重连。恢复后会自动补上错过的变化。",
  },
  signIn: {
    title: "登录", claim: "城市管理，事事闭环", username: "账号", password: "密码", go: "登录",
    refused: "账号或密码不正确。", lockedOut: "{detail}（{until} 自动解锁）",
  },
  password: {
    title: "修改密码", must: "首次登录或密码已到期，请先修改密码。", old: "原密码", fresh: "新密码", again: "再输一遍", differ: "两次输入的新密码不一致。",
    go: "修改", done: "密码已修改。",
  },
  lost: { title: "没有这一页", detail: "地址有误，或当前岗位无权查看。", back: "回到首页" },
  keys: { title: "快捷键", search: "查找案件、部件", help: "显示或收起本说明" },
  search: {
    placeholder: "案件编号、地址、地点、部件、电话", hits: "查找结果", none: "没有找到。",
    place: "地点", found: "{precision} · {parts} · {score}%",
    precision: { DOOR: "门牌", INTERPOLATED: "按门牌推算", CROSSING: "交叉口", POI: "兴趣点", STREET: "街巷", AREA: "区域" },
    by: { number: "编号", address: "地址", description: "描述", component: "部件", phone: "电话" },
  },
  bell: {
    label: "消息，{count} 条未读", title: "消息", none: "暂无消息。", clear: "清空", mute: "关闭提示音", unmute: "打开提示音",
    kind: { arrived: "新到案件", WARN: "即将超时", OVERDUE: "已超时", urged: "督办", task: "新任务" },
  },
  error: {
    unreachable: "连不上服务器，请稍后再试。", "stale-version": "内容刚刚被别人处理过，已为您更新到最新状态，请核对后再操作。",
  },
}
