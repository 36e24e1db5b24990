"""The forty bodies of the city, and who answers for what."""

from typing import Final

from cityloop.administration.contracts import Area, BodyFacts, RuleFacts
from cityloop.administration.demo import places
from cityloop.administration.demo.ground import street_code
from cityloop.organizations.contracts import BodyKind
from cityloop.standards.contracts import MatterKind

_KIND: Final = BodyKind
# Code, name, short name, kind, the body above.
_BODIES: Final = (
    ("CG", "云川市城市管理委员会", "市城管委", _KIND.GOVERNMENT, ""),
    ("JD", "云川市城市管理监督中心", "监督中心", _KIND.SUPERVISION_CENTRE, "CG"),
    ("ZH", "云川市城市管理指挥中心", "指挥中心", _KIND.COMMAND_CENTRE, "CG"),
    ("SZ", "云川市市政设施管理处", "市政处", _KIND.DEPARTMENT, ""),
    ("SZ-1", "市政道桥养护所", "道桥所", _KIND.DEPARTMENT, "SZ"),
    ("SZ-2", "市政路灯管理所", "路灯所", _KIND.DEPARTMENT, "SZ"),
    ("HW", "云川市环境卫生管理处", "环卫处", _KIND.DEPARTMENT, ""),
    ("HW-1", "环卫清扫一所", "清扫一所", _KIND.DEPARTMENT, "HW"),
    ("HW-2", "环卫清扫二所", "清扫二所", _KIND.DEPARTMENT, "HW"),
    ("HW-3", "环卫清运所", "清运所", _KIND.DEPARTMENT, "HW"),
    ("YL", "云川市园林绿化管理处", "园林处", _KIND.DEPARTMENT, ""),
    ("YL-1", "园林养护一所", "养护一所", _KIND.DEPARTMENT, "YL"),
    ("YL-2", "园林养护二所", "养护二所", _KIND.DEPARTMENT, "YL"),
    ("ZF", "云川市城市管理综合执法支队", "执法支队", _KIND.DEPARTMENT, ""),
    ("ZF-1", "执法支队清晏大队", "清晏大队", _KIND.DEPARTMENT, "ZF"),
    ("ZF-2", "执法支队榆岭大队", "榆岭大队", _KIND.DEPARTMENT, "ZF"),
    ("ZF-3", "执法支队汀南大队", "汀南大队", _KIND.DEPARTMENT, "ZF"),
    ("GA", "云川市公安局", "公安局", _KIND.DEPARTMENT, ""),
    ("JJ", "云川市公安局交通警察支队", "交警支队", _KIND.DEPARTMENT, "GA"),
    ("JJ-1", "交警支队设施大队", "交警设施大队", _KIND.DEPARTMENT, "JJ"),
    ("PS", "云川市排水管理处", "排水处", _KIND.DEPARTMENT, ""),
    ("PS-1", "排水管网养护所", "管网所", _KIND.DEPARTMENT, "PS"),
    ("SW", "云川市水务局河道管理所", "河道所", _KIND.DEPARTMENT, ""),
    ("ZJ", "云川市住房和城乡建设局", "住建局", _KIND.DEPARTMENT, ""),
    ("GS", "云川市供水有限公司", "供水公司", _KIND.COMPANY, ""),
    ("RQ", "云川市燃气有限公司", "燃气公司", _KIND.COMPANY, ""),
    ("RL", "云川市热力有限公司", "热力公司", _KIND.COMPANY, ""),
    ("GD", "云川市供电公司", "供电公司", _KIND.COMPANY, ""),
    ("TX", "云川市通信管线公司", "通信公司", _KIND.COMPANY, ""),
    ("GJ", "云川市公共交通有限公司", "公交公司", _KIND.COMPANY, ""),
    *(
        (f"JB-{letter}", f"{name}办事处", f"{name[:-2]}街道办", _KIND.STREET_OFFICE, "")
        for letter, name in places.STREETS.items()
    ),
    ("CJ-1", "远瞻信息采集有限公司", "远瞻采集", _KIND.COLLECTION_COMPANY, "JD"),
    ("CJ-2", "众目信息采集有限公司", "众目采集", _KIND.COLLECTION_COMPANY, "JD"),
)  # fmt: skip

# What stands where nothing more special does: class prefix -> body; the longest prefix wins.
_COMPONENTS: Final = {
    "01": "SZ", "02": "JJ-1", "03": "HW", "04": "YL", "05": "SZ",
    "01001": "GS", "01002": "PS", "01003": "PS", "01004": "PS", "01005": "GD", "01006": "SZ-2", "01007": "TX",
    "01008": "TX", "01009": "TX", "01010": "RL", "01011": "RQ", "01013": "GS", "01014": "YL", "01015": "JJ-1",
    "01018": "HW-3", "01026": "PS", "01027": "TX", "01028": "GD", "01029": "GD", "01030": "GD", "01031": "TX",
    "01037": "SZ-2", "01038": "SZ-2", "01039": "SZ-2", "01048": "GD", "01049": "RQ", "01050": "JJ", "01052": "YL",
    "01054": "GD", "01060": "SZ-2", "01062": "TX", "01070": "SW", "02004": "GJ", "02012": "SZ-1", "02021": "SZ-1",
    "02025": "ZF", "02027": "ZF", "02034": "SZ-1", "03006": "ZF", "03007": "ZF",
}  # fmt: skip
_INCIDENTS: Final = {
    "06": "ZF", "07": "ZF", "08": "ZJ", "09": "ZF", "10": "SZ",
    "06010": "HW", "06011": "HW-3", "06012": "HW", "06013": "SZ-1", "06014": "HW", "06017": "YL", "06018": "YL",
    "06021": "YL", "06025": "SW", "06037": "HW-3", "06045": "YL", "06050": "SZ-1", "06051": "SZ-1", "08002": "ZF",
    "08003": "SZ-1", "09012": "JJ", "10001": "HW", "10002": "TX",
}  # fmt: skip
# Where a class belongs to the body of the district: districts in order of their codes.
_BY_DISTRICT: Final = {
    (MatterKind.INCIDENT, "06012"): ("HW-1", "HW-2", "HW-2"),
    (MatterKind.INCIDENT, "06014"): ("HW-1", "HW-2", "HW-2"),
    (MatterKind.INCIDENT, "06017"): ("YL-1", "YL-2", "YL-2"),
    (MatterKind.INCIDENT, "07001"): ("ZF-1", "ZF-2", "ZF-3"),
    (MatterKind.INCIDENT, "09"): ("ZF-1", "ZF-2", "ZF-3"),
    (MatterKind.COMPONENT, "04002"): ("YL-1", "YL-2", "YL-2"),
}
# What the street offices look after themselves.
_BY_STREET: Final = (
    (MatterKind.INCIDENT, "06035"),
    (MatterKind.INCIDENT, "06036"),
    (MatterKind.INCIDENT, "06038"),
    (MatterKind.INCIDENT, "06005"),
    (MatterKind.COMPONENT, "03008"),
    (MatterKind.COMPONENT, "01046"),
)
# Poles that several trades share, and covers found to be somebody's: whoever owns it answers for it.
_BY_OWNER: Final = (("01077", "JJ-1"), ("01023", "TX"))


def manager_of(class_code: str) -> str:
    """Return the body in charge of a class of components."""
    return _COMPONENTS[max((prefix for prefix in _COMPONENTS if class_code.startswith(prefix)), key=len)]


def bodies() -> tuple[BodyFacts, ...]:
    """Return the bodies."""
    return tuple(
        BodyFacts(code=code, name=name, short_name=short, kind=kind, parent=parent)
        for code, name, short, kind, parent in _BODIES
    )


def responsibility() -> tuple[RuleFacts, ...]:
    """Return the rules: class by class for the whole city, then by district, street and owner."""
    rules = []
    for kind, table in ((MatterKind.COMPONENT, _COMPONENTS), (MatterKind.INCIDENT, _INCIDENTS)):
        rules += [RuleFacts(body=body, kind=kind, class_code=prefix) for prefix, body in table.items()]
    for (kind, prefix), those in _BY_DISTRICT.items():
        for number, body in enumerate(those, start=1):
            area = Area(code=f"{places.CITY_CODE[:4]}{number:02d}")
            rules.append(RuleFacts(body=body, kind=kind, class_code=prefix, area=area))
    for kind, prefix in _BY_STREET:
        for letter in places.STREETS:
            area = Area(code=street_code(letter))
            rules.append(RuleFacts(body=f"JB-{letter}", kind=kind, class_code=prefix, area=area))
    for prefix, owner in _BY_OWNER:
        rules.append(RuleFacts(body=owner, kind=MatterKind.COMPONENT, class_code=prefix, owner=owner))
    return tuple(rules)
