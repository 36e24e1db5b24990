"""What codes are called where no screen says it: in files that leave the house. Chinese first, then English."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
Words: TypeAlias = Mapping[str, tuple[str, str]]

HEADINGS: Words = {
    "number": ("案件编号", "Number"),
    "stage": ("阶段", "Stage"),
    "phase": ("状态", "State"),
    "lamp": ("时限状态", "Lamp"),
    "kind": ("问题类型", "Kind"),
    "major": ("大类", "Major class"),
    "class": ("小类", "Class"),
    "class_code": ("类别代码", "Class code"),
    "description": ("问题描述", "Description"),
    "address": ("地址", "Address"),
    "district": ("区", "District"),
    "street": ("街道", "Street"),
    "community": ("社区", "Community"),
    "grid_code": ("单元网格", "Unit grid"),
    "component_code": ("部件编码", "Component"),
    "source": ("来源", "Source"),
    "urgency": ("紧急程度", "Urgency"),
    "lead_body": ("主办单位", "Responsible body"),
    "holder_post": ("当前岗位", "Post in charge"),
    "registered_at": ("上报时间", "Registered"),
    "filed_at": ("立案时间", "Filed"),
    "dispatched_at": ("派遣时间", "Dispatched"),
    "arrived_at": ("到达本阶段时间", "At this stage since"),
    "limit": ("处置时限", "Limit for disposal"),
    "due_at": ("本阶段截止时间", "Stage due"),
    "disposal_due_at": ("处置截止时间", "Disposal due"),
    "disposed_at": ("处置完成时间", "Disposed"),
    "disposed_on_time": ("按时处置", "Disposed on time"),
    "closed_at": ("结案时间", "Closed"),
    "rework_count": ("返工次数", "Reworks"),
    "return_count": ("回退次数", "Returns"),
    "extension_count": ("延期次数", "Extensions"),
    "urge_count": ("督办次数", "Urges"),
    "longitude": ("经度", "Longitude"),
    "latitude": ("纬度", "Latitude"),
}
KINDS: Words = {"COMPONENT": ("部件", "Component"), "INCIDENT": ("事件", "Incident")}
PHASES: Words = {
    "OPEN": ("办理中", "Open"),
    "PAUSED": ("暂停", "Paused"),
    "CLOSED": ("已结", "Closed"),
    "VOID": ("作废", "Void"),
}
LAMPS: Words = {
    "GREEN": ("未超时", "In time"),
    "YELLOW": ("即将超时", "Due soon"),
    "RED": ("已超时", "Overdue"),
    "OFF": ("不计时", "No clock"),
}
UNITS: Words = {
    "minute": ("分钟", "min"),
    "work_minute": ("工作分钟", "work min"),
    "work_hour": ("工作时", "work hours"),
    "work_day": ("工作日", "work days"),
    "urgent_hour": ("紧急工作时", "hours"),
    "urgent_day": ("紧急工作日", "days"),
}
SOURCES: Words = {
    "COLLECTOR": ("监督员上报", "Collector"),
    "PUBLIC": ("公众举报", "Citizen"),
    "HOTLINE": ("热线", "Hotline"),
    "WEB": ("网站", "Web"),
    "MEDIA": ("媒体", "Media"),
    "SUPERIOR": ("领导交办", "From above"),
    "INSPECTION": ("督查", "Inspection"),
    "VIDEO": ("视频", "Camera"),
    "DEVICE": ("物联感知", "Sensor"),
    "TRANSFER": ("其他平台转入", "Another platform"),
}
URGENCIES: Words = {
    "ROUTINE": ("日常", "Routine"),
    "NORMAL": ("一般", "Normal"),
    "SERIOUS": ("严重", "Serious"),
    "GRAVE": ("重大", "Grave"),
}
POSTS: Words = {
    "COLLECTOR": ("监督员", "Collector"),
    "ACCEPTOR": ("受理员", "Acceptor"),
    "SHIFT_LEADER": ("值班长", "Shift leader"),
    "DISPATCHER": ("派遣员", "Dispatcher"),
    "HANDLER": ("专业部门", "Handler"),
    "INSPECTOR": ("督查员", "Inspector"),
    "LEADER": ("领导", "Leader"),
    "EVALUATOR": ("评价员", "Evaluator"),
}
ANSWERS: Words = {"True": ("是", "Yes"), "False": ("否", "No")}


def worded(words: Words, code: object, language: Language) -> str:
    """Return what a code is called; nothing is called nothing, and an unknown code stays itself."""
    if code is None or code == "":
        return ""
    both = words.get(str(code))
    return both[language == "en"] if both else str(code)
