"""Base indicators (基本指标): what is counted of cases, field tasks and the work of posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FactKind(StrEnum):
    """What one row of facts tells of."""

    CASE = "CASE"
    TASK = "TASK"  # a collector was sent to verify or to check
    WORK = "WORK"  # somebody at a post of the centre did a piece of work, or has it to do


class CountUnit(StrEnum):
    """What is summed up: rows that count, times, whole minutes, points, or hundredths of a multiple."""

    ROWS = "ROWS"
    TIMES = "TIMES"
    MINUTES = "MINUTES"
    POINTS = "POINTS"
    HUNDREDTHS = "HUNDREDTHS"


@dataclass(frozen=True, slots=True)
class BaseIndicator:
    """One base indicator. `key` is a column of facts; `is_timed` ones follow from columns and the moment."""

    key: str
    zh: str
    en: str
    of: FactKind
    unit: CountUnit = CountUnit.ROWS
    is_timed: bool = False
    aliases: tuple[str, ...] = ()


def _of(of: FactKind, unit: CountUnit, *rows: tuple[str, str, str]) -> list[BaseIndicator]:
    """Read rows of key, Chinese name (others it goes by after a slash) and English name; `*` marks timed ones."""
    found = []
    for key, names, en in rows:
        zh, *aliases = names.split("/")
        found.append(BaseIndicator(key.rstrip("*"), zh, en, of, unit, key.endswith("*"), tuple(aliases)))
    return found


ALL: tuple[BaseIndicator, ...] = (
    *_of(
        FactKind.CASE,
        CountUnit.ROWS,
        ("reported", "上报数/案件总数/采集数", "Reported"),
        ("collector_reported", "监督员上报数/信息采集数", "Reported by collectors"),
        ("public_reported", "公众举报数/监督举报数", "Reported by the public"),
        ("public_verified", "监督举报核实数", "Public reports found true"),
        ("valid_reported", "有效上报数", "Valid reports"),
        ("collector_valid_reported", "监督员有效上报数", "Valid reports of collectors"),
        ("public_valid_reported", "有效公众举报数", "Valid reports of the public"),
        ("invalid_reported", "无效上报数/错误上报数", "Invalid reports"),
        ("accepted", "受理数", "Accepted"),
        ("accepted_on_time", "按时受理数/按期受理数", "Accepted on time"),
        ("accepted_accurately", "准确受理数", "Accepted accurately"),
        ("not_accepted", "不受理数", "Not accepted"),
        ("to_accept", "待受理数", "To be accepted"),
        ("filed", "立案数", "Filed"),
        ("filed_on_time", "按时立案数/按期立案数", "Filed on time"),
        ("filed_accurately", "准确立案数", "Filed accurately"),
        ("not_filed", "不立案数/不予立案数", "Not filed"),
        ("to_file", "待立案数", "To be filed"),
        ("filed_from_collector", "信息采集立案数", "Filed from collectors"),
        ("filed_from_public", "公众举报立案数", "Filed from the public"),
        ("filed_from_hotline", "热线立案数", "Filed from the hotline"),
        ("filed_from_web", "网络立案数", "Filed from the web"),
        ("filed_from_media", "媒体立案数", "Filed from the media"),
        ("filed_from_superior", "领导督办立案数", "Filed from superiors"),
        ("filed_from_inspection", "督查检查立案数", "Filed from inspections"),
        ("filed_from_video", "视频立案数", "Filed from video"),
        ("filed_from_device", "物联设备立案数", "Filed from devices"),
        ("filed_from_transfer", "平台转办立案数", "Filed from other systems"),
        ("need_dispatch", "应派遣数", "To be dispatched in all"),
        ("dispatched", "派遣数", "Dispatched"),
        ("dispatched_on_time", "按时派遣数", "Dispatched on time"),
        ("dispatched_late", "超时派遣数", "Dispatched late"),
        ("to_dispatch", "待派遣数/未派遣数", "Waiting for dispatch"),
        ("to_dispatch_late*", "超时待派遣数", "Waiting for dispatch, late"),
        ("dispatched_accurately", "准确派遣数", "Dispatched accurately"),
        ("dispatched_wrongly", "错误派遣数/派遣差错数", "Dispatched wrongly"),
        ("need_dispose", "应处置数", "To be disposed of in all"),
        ("disposed", "处置数", "Disposed of"),
        ("disposed_on_time", "按期处置数/按时处置数", "Disposed of on time"),
        ("disposed_late", "超期处置数", "Disposed of late"),
        ("to_dispose", "待处置数/未处置数/累计未处置数", "Waiting for disposal"),
        ("to_dispose_on_time*", "按期待处置数", "Waiting for disposal, in time"),
        ("to_dispose_late*", "超期未处置数", "Waiting for disposal, late"),
        ("need_close*", "应结案数", "To be closed in all"),
        ("closed", "结案数", "Closed"),
        ("closed_on_time", "按期结案数/按时结案数", "Closed on time"),
        ("closed_late", "超期结案数/超时结案数", "Closed late"),
        ("not_closed", "未结案数", "Not closed"),
        ("closed_in_error", "差错结案数/预结案差错数", "Closed with an error"),
        ("closed_specially", "特殊结案数", "Closed specially"),
        ("closed_by_force", "强制结案数", "Closed by force"),
        ("reworked", "返工数", "Reworked"),
        ("extended", "延期数", "Extended"),
        ("suspended", "挂账数/缓办数", "Suspended"),
        ("ever_suspended", "历史挂账数", "Ever suspended"),
        ("returned", "回退数", "Returned"),
        ("returned_late", "超时回退数", "Returned late"),
        ("void", "作废数", "Void"),
        ("merged", "合并数", "Merged"),
        ("urged", "督办数/应督查数", "Urged"),
        ("urge_answered", "督办答复数/督查数", "Urges answered"),
        ("urge_answered_on_time", "按时督办答复数/按时督查数", "Urges answered on time"),
        ("reopened", "重办数", "Reopened"),
        ("exempted", "申诉豁免数", "Late, but exempted on appeal"),
        ("self_disposed", "自处置上报数", "Collectors' own fixes"),
        ("self_closed", "自处置结案数", "Own fixes closed"),
        ("self_void", "自处置作废数", "Own fixes void"),
        ("need_follow_up", "应回访数/应回复数", "To be followed up"),
        ("followed_up", "回访数/回复数", "Followed up"),
        ("satisfied", "满意数", "Satisfied"),
        ("quality_sampled", "抽查案卷数", "Drawn for a second look"),
        ("quality_looked", "已复核案卷数", "Looked at a second time"),
        ("quality_disputed", "复核分歧数", "Second looks that disagreed"),
        ("quality_judged", "抽查定论数", "Second looks that are settled"),
        ("quality_passed", "案卷质量合格数", "Passed the second look"),
        ("quality_class_wrong", "分类错误数", "Class wrong"),
        ("quality_place_wrong", "定位错误数", "Place wrong"),
        ("quality_photos_wrong", "照片不符数", "Photographs do not show the spot"),
        ("quality_pair_wrong", "前后照片不符数", "Before and after are not one spot"),
        ("quality_result_wrong", "处置不实数", "Not disposed of in truth"),
        ("quality_filing_wrong", "立案不当数", "Should not have been filed"),
    ),
    *_of(
        FactKind.CASE,
        CountUnit.TIMES,
        ("rework_times", "返工次数", "Times reworked"),
        ("extension_times", "延期次数", "Times extended"),
        ("return_times", "回退次数", "Times returned"),
        ("urge_times", "督办次数", "Times urged"),
    ),
    *_of(FactKind.CASE, CountUnit.POINTS, ("satisfaction_score", "满意度得分", "Points of satisfaction")),
    *_of(FactKind.CASE, CountUnit.HUNDREDTHS, ("late_multiple", "超时倍数", "How many times the limit late")),
    *_of(
        FactKind.CASE,
        CountUnit.MINUTES,
        ("acceptance_minutes", "受理用时", "Minutes of acceptance"),
        ("filing_minutes", "立案用时", "Minutes of filing"),
        ("dispatch_minutes", "派遣用时", "Minutes of dispatch"),
        ("disposal_minutes", "处置用时", "Minutes of disposal"),
        ("disposal_limit_minutes", "处置时限", "Minutes allowed for disposal"),
        ("check_minutes", "核查用时", "Minutes of check"),
        ("closing_minutes", "结案用时", "Minutes of closing"),
        ("extension_minutes", "延期时长", "Minutes extended"),
        ("whole_minutes", "全流程用时", "Minutes from report to closing"),
    ),
    *_of(
        FactKind.TASK,
        CountUnit.ROWS,
        ("need_verify", "应核实数", "To be verified in all"),
        ("verified", "核实数", "Verified"),
        ("verified_on_time", "按时核实数", "Verified on time"),
        ("verified_late", "超时核实数", "Verified late"),
        ("to_verify", "待核实数", "Waiting for verification"),
        ("to_verify_late*", "超时待核实数", "Waiting for verification, late"),
        ("omitted", "漏报数", "Missed by the collector"),
        ("need_check", "应核查数", "To be checked in all"),
        ("checked", "核查数", "Checked"),
        ("checked_on_time", "按时核查数", "Checked on time"),
        ("checked_late", "超时核查数", "Checked late"),
        ("to_check", "待核查数", "Waiting for a check"),
        ("to_check_late*", "超时待核查数", "Waiting for a check, late"),
        ("invalid_check", "无效核查数", "Checks that no longer count"),
    ),
    *_of(FactKind.TASK, CountUnit.MINUTES, ("task_minutes", "核实核查用时", "Minutes of field tasks")),
    *_of(
        FactKind.WORK,
        CountUnit.ROWS,
        ("acceptance_work", "岗位受理数", "Acceptances of a post"),
        ("acceptance_work_on_time", "岗位按时受理数", "Acceptances of a post on time"),
        ("need_send_verify", "应发核实数", "Verifications to be sent in all"),
        ("sent_verify", "发核实数", "Verifications sent"),
        ("sent_verify_on_time", "按时发核实数", "Verifications sent on time"),
        ("need_send_check", "应发核查数", "Checks to be sent in all"),
        ("sent_check", "发核查数", "Checks sent"),
        ("sent_check_on_time", "按时发核查数", "Checks sent on time"),
        ("check_forwarded", "核查批转数", "Checks passed on"),
        ("check_forwarded_on_time", "按时核查批转数", "Checks passed on in time"),
        ("filing_work", "岗位立案数", "Filings of a post"),
        ("filing_work_on_time", "岗位按时立案数", "Filings of a post on time"),
        ("filing_work_void", "岗位立案后作废数", "Filings of a post that became void"),
        ("need_dispatch_work", "岗位应派遣数", "Dispatches of a post in all"),
        ("dispatch_work", "岗位派遣数", "Dispatches of a post"),
        ("dispatch_work_on_time", "岗位按时派遣数", "Dispatches of a post on time"),
        ("dispatch_work_wrong", "岗位错误派遣数", "Wrong dispatches of a post"),
        ("closing_work", "岗位结案数", "Closings of a post"),
        ("closing_work_on_time", "岗位按时结案数", "Closings of a post on time"),
    ),
    *_of(FactKind.WORK, CountUnit.MINUTES, ("work_minutes", "岗位用时", "Minutes of a post's work")),
)

BY_KEY: Mapping[str, BaseIndicator] = MappingProxyType({each.key: each for each in ALL})


def columns_of(kind: FactKind) -> tuple[str, ...]:
    """Return the columns that a row of facts of this kind has for its counts, in their order."""
    return tuple(each.key for each in ALL if each.of is kind and not each.is_timed)
