export default {
  part: { bodies: "机构", staff: "人员与岗位", responsibility: "职责分工", accounts: "账号", audit: "操作日志" },
  files: { bodies: "导入机构", staff: "导入人员", responsibility: "导入职责分工", hint: "CSV 或 Excel，列与导出文件相同。全部正确才会导入；重复导入同一文件不会产生变化。" },
  area: { city: "全市" },
  bodyKind: {
    GOVERNMENT: "政府", SUPERVISION_CENTRE: "监督中心", COMMAND_CENTRE: "指挥中心", DEPARTMENT: "专业部门", STREET_OFFICE: "街道办", COMPANY: "企业", COLLECTION_COMPANY: "采集公司",
  },
  axis: { SUPERVISION: "监督轴", EXECUTION: "处置轴", ABOVE: "统筹", OUTSIDE: "公众", SYSTEM: "系统" },
  bodies: {
    search: "查名称或编码", withEnded: "含已撤销", count: "{n} 个机构", none: "还没有机构。", noMatch: "没有符合条件的机构。", over: "已撤销", way: "上级机构",
    add: "新增机构", change: "修改名称", move: "调整上级", moveTitle: "调整“{name}”的上级", end: "撤销机构", endAsk: "撤销“{name}”后，其人员离岗、职责分工同时终止。确定撤销吗？",
    saved: "“{name}”已保存。", moved: "“{name}”已调整到新的上级。", ended: "“{name}”已撤销。",
    code: "编码", name: "名称", shortName: "简称", kind: "类型", axis: "所属轴", creditCode: "统一社会信用代码", validity: "有效期", parent: "上级机构", top: "无（最上级）",
    staff: "人员", allStaff: "全部人员", nobody: "该机构没有人员。",
  },
  staff: {
    search: "查姓名或账号", body: "机构", post: "岗位", area: "辖区", name: "姓名", anyBody: "全部机构", anyPost: "全部岗位", withEnded: "含已离岗", noMatch: "没有符合条件的人员。",
    appoint: "任命", appointMore: "另任岗位", appointed: "任命已生效。", dismiss: "免去此岗位", dismissAsk: "免去{name}的“{post}”岗位？其已办记录保留。", dismissed: "{name}已离岗。",
  },
  accounts: {
    account: "账号", username: "账号名", phone: "电话", state: "状态", open: "可登录", closed: "已停用", mustChange: "须改密码", firstPassword: "初始密码",
    add: "新建账号", addHint: "不填初始密码则暂不能登录。本人首次登录时须修改密码。", change: "修改资料", saved: "账号“{name}”已保存。",
    reset: "重置密码", resetHint: "为{name}设置新的初始密码。其所有登录即刻失效，下次登录须修改密码。", wasReset: "{name}的密码已重置。",
    close: "停用账号", closeAsk: "停用后{name}不能再登录，已登录的立即退出。确定停用吗？", wasClosed: "{name}的账号已停用。", reopen: "恢复账号", wasReopened: "{name}的账号已恢复。",
    unlock: "解除锁定", wasUnlocked: "{name}的登录锁定已解除。",
  },
  duty: {
    where: "责任网格", when: "值班时间", change: "修改", nowhere: "没有分配责任网格。", always: "没有排班：全天在岗。", areas: "责任网格或区域", hint: "自保存时起生效。可选责任网格，也可选整个社区或辖区。",
    rosterHint: "每周值班时段，按本市时间。结束不晚于开始的，算到次日。一个时段也没有，即全天在岗。", weekday: "星期", opens: "开始", closes: "结束", add: "添加时段", remove: "删除时段", saved: "值守安排已保存。",
  },
  rules: {
    number: "编号", matter: "类别", area: "区域", body: "责任单位", owner: "权属单位", action: "操作", everything: "全部部件和事件", everyOf: "全部{kind}", bothKinds: "两者", everyClass: "全部类别", anyOwner: "不限权属",
    ownedBy: "权属：{name}", ruling: "裁定自案件 {number}", withEnded: "含已终止", none: "还没有职责分工。", noneOfBody: "该机构没有职责分工。",
    add: "新增分工", hint: "自保存时起生效；同一类别、区域和权属的原有分工同时终止。", saved: "职责分工已保存。",
    end: "终止", endOne: "终止第 {n} 条", endAsk: "终止第 {n} 条：{area}的“{matter}”不再由{body}负责？", ended: "第 {n} 条已终止。",
  },
  routing: {
    title: "归谁负责", hint: "选类别和单元网格，看案件会派给哪个单位、依据哪条分工。", class: "小类", area: "所在区域", grid: "单元网格", chooseGrid: "先选街道或社区，再选网格", go: "查询", nobody: "没有任何分工适用，案件将由派遣员判断。",
    rule: "依据第 {n} 条",
  },
  audit: {
    at: "时间", who: "操作人", did: "操作", subject: "对象", facts: "内容", address: "来源地址", subjectHint: "只看一个对象，例如 body:… 或 account:…", onlyThis: "只看此对象", renew: "刷新", none: "还没有记录。", noMatch: "该对象没有记录。",
    action: {
      access_sign_in: "登录", access_sign_in_failed: "登录失败", access_create_account: "新建账号", access_change_account: "修改账号", access_close_account: "停用账号", access_reopen_account: "恢复账号",
      access_unlock_account: "解除锁定", access_reset_password: "重置密码", access_change_password: "修改密码", access_see_phone: "查看电话", access_issue_token: "签发令牌", access_end_token: "吊销令牌",
      standards_import_classes: "导入分类", standards_add_class: "新增小类", standards_withdraw_class: "停用小类", standards_import_standard: "导入处置标准", standards_publish_standard: "发布处置标准",
      standards_discard_standard: "丢弃处置标准草稿", standards_import_calendar: "导入工作日历", standards_publish_calendar: "发布工作日历", standards_discard_calendar: "丢弃日历草稿",
      organizations_add_body: "新增机构", organizations_change_body: "修改机构", organizations_move_body: "调整上级", organizations_end_body: "撤销机构", organizations_appoint: "任命", organizations_dismiss: "免职",
      organizations_assign_duty: "分配责任网格", organizations_set_roster: "排班", organizations_assign_responsibility: "新增分工", organizations_end_responsibility: "终止分工", organizations_give_out: "导出表格",
      evaluation_define: "发布指标与方案", evaluation_publish: "发布评价结果", evaluation_enter: "填报评价项", evaluation_decide: "裁定评价申诉", evaluation_bulletin: "制作通报", evaluation_sample: "抽查案卷", evaluation_look: "复核案卷", evaluation_rule: "裁定复核分歧", evaluation_evidence: "上传佐证材料", evaluation_integrity: "查看采集员诚信", evaluation_thresholds: "设置诚信阈值",
      appraisal_define: "维护外评价指标体系与点位", appraisal_open: "发起外评价", appraisal_close: "结束外评价", appraisal_report: "填报平台上报值", appraisal_ask: "发放问卷", appraisal_draw: "抽取考察点位", appraisal_visit: "登记实地考察", appraisal_give_up: "更换考察点位",
      administration_load_city: "装载城市", cases_see_reporter: "查看诉求人",
      assets_plan_survey: "安排普查", assets_change_survey: "修改普查", assets_void_survey: "作废普查", assets_close_survey: "结束外业", assets_reopen_survey: "退回外业", assets_compare_survey: "重新比对", assets_decide_findings: "审核普查差异", assets_apply_survey: "普查入库",
      territory_draw_change: "绘制网格调整方案", territory_redraw_change: "修改网格调整方案", territory_submit_change: "提交网格调整方案", territory_withdraw_change: "撤回网格调整方案", territory_decide_change: "审批网格调整方案", territory_mend_divisions: "修正区划边界", territory_settle_loose_end: "处理网格待定事项",
      places_add_place: "新增地点", places_change_place: "修改地点", places_end_place: "停用地点", places_import_places: "导入地点",
      assets_add_component: "登记部件", assets_resume_import: "继续部件导入", assets_change_state: "变更部件状态", assets_import_components: "导入部件", assets_save_mapping: "保存字段对应", cases_export: "导出案件",
    },
  },
}
