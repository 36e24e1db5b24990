"""What people at their desks write when they move a case."""

from typing import Final

ENDINGS: Final = ("，请及时处置。", "，请尽快派员处理。", "，影响市容。", "。", "，请相关单位核实处理。")
CALLED: Final = (
    "市民来电反映：{place}{said}，要求尽快处理。",
    "来电人称{place}{said}，希望派人查看。",
    "热线转办：{place}{said}，请处理并回复。",
)
WROTE: Final = ("{place}，{said}。", "{said}，就在{place}，麻烦处理一下！", "你好，{place}{said}，希望尽快解决，谢谢。")
INSPECTED: Final = ("督查现场发现：{place}{seen}。", "联合督查发现{place}{seen}，请限期整改。")
WATCHED: Final = ("视频巡查发现：{place}{seen}。", "监控画面显示{place}{seen}。")
ONLINE: Final = ("网络平台留言：{place}{said}。", "网友发帖反映{place}{said}，请核处。")

VERIFIED: Final = ("经现场核实，情况属实", "到达现场，问题存在", "核实属实，已拍照")
NOT_FOUND: Final = ("现场未发现所反映问题", "到场时问题已不存在")
CANNOT_ENTER: Final = ("现场封闭施工，无法进入查看", "位置描述不清，联系反映人未接听")
REFUSED_REPORTS: Final = (
    "经核实问题不存在，不予受理",
    "不属于城市管理事项，已告知反映人向主管部门反映",
    "私人物业内部事务，不予受理",
)
SENT_BACK_TO_ACCEPTANCE: Final = ("位置描述不清，请补充后再报", "类别选择有误，请更正")
NOT_FILED: Final = ("未达到立案条件，不予立案", "已列入道路改造工程，不再单独立案")
SENT_BACK_TO_FILING: Final = ("立案条件与现场情况不符，请核对", "区域等级有误，请重新立案")
VOIDED: Final = ("现场已由产权单位自行处理，申请作废", "与在建改造工程重复，申请作废")
RETURN_ASKED: Final = (
    "该处不属我单位管养范围，申请回退",
    "经查权属非我单位，请重新派遣",
    "该路段已移交，请派遣至现管养单位",
)
RETURN_REFUSED: Final = ("管养协议明确由你单位负责，不同意回退", "经核对责任清单，仍由你单位处置")
EXTENSION_ASKED: Final = (
    "需定制配件，申请延期",
    "连日降雨无法施工，申请延期",
    "施工需办理占道手续，申请延期",
    "垃圾量大，需调集车辆，申请延期",
)
EXTENSION_REFUSED: Final = ("工程量不大，不同意延期，请按时完成", "理由不充分，不予延期")
SUSPENSION_ASKED: Final = (
    "待道路改造工程完工后一并修复，申请挂账",
    "非种植季节，待开春补植，申请挂账",
    "需报财政专项资金，申请挂账",
)
SUSPENSION_REFUSED: Final = ("涉及安全隐患，不同意挂账，请先行围护", "不符合挂账条件")
AUTHORITY_ASKED: Final = ("需占用车行道作业，申请授权", "需动用应急抢修队伍，请示授权")
DISPUTED: Final = ("该设施无产权标识，多家单位均否认权属，提请裁定", "涉及两家单位交界处，权属存在争议，提请协调")
RULED: Final = ("经现场会商，由该单位负责并纳入台账", "按就近管养原则裁定由该单位处置，今后同类问题照此办理")
URGED: Final = ("案件即将超时，请抓紧处置", "已超时限，请立即处置并说明原因", "群众反映强烈，请加快办理")
URGE_ANSWERED: Final = ("已增派人员，今日内完成", "配件已到货，正在现场施工", "已联系施工队，预计两小时内完成")
INSTRUCTED: Final = ("请责任单位主要负责人到场督办", "举一反三，对同类问题开展排查", "务必确保安全，尽快修复")
LOCKED: Final = ("涉及信访核查，暂停流转", "与公安调查有关，先行锁定")
FORCED: Final = ("因区域整体拆迁，强制结案", "长期无法处置且已纳入专项整治，强制结案")
HELPED: Final = ("我单位负责部分已完成", "已配合清理现场")
FAILED: Final = ("现场仍有残留，未清理彻底", "修复不到位，仍存在隐患", "处置后照片与现场不符")
PASSED: Final = ("现场核查，问题已解决", "处置到位，通过核查")
CANNOT_CHECK: Final = ("现场临时封路，暂无法核查",)
REWORK: Final = ("核查未通过，请返工", "处置不彻底，返回重新处置")
SENT_BACK_TO_CHECK: Final = ("核查照片不清晰，请重新核查",)
REOPENED: Final = ("刚修好又坏了，请重新处理", "问题没有彻底解决，申请重办")
APPEALED: Final = ("因连续降雨无法作业导致超时，申请免责", "等待交警批准占道手续造成超时，提请申诉")
APPEAL_REFUSED: Final = ("未提前申请延期，不予认定", "理由不充分，维持超时认定")
RESTORED: Final = ("作废有误，现场问题仍在，予以还原",)
SELF_DISPOSED: Final = ("已现场劝导整改", "已当场清理", "已扶正摆放到位")
SELF_REFUSED: Final = ("照片显示仍有残留，转正常流程",)
FOLLOWED_UP: Final = (
    "电话回访，反映人表示满意",
    "已回访，反映人认可处理结果",
    "回访无人接听，按默认评价",
    "反映人表示基本满意",
)
WITHDRAWN: Final = ("已自行解决，撤回申请",)
MERGED: Final = ("与在办案件为同一问题，予以合并",)
