"""What stands along the streets: the classes of components, how many of each, where, and whose."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Along(StrEnum):
    """Along which roads a kind of component stands."""

    MAIN = "MAIN"
    SMALL = "SMALL"
    ALL = "ALL"
    RIVER = "RIVER"


class Shape(StrEnum):
    """What a component is on the map."""

    POINT = "POINT"
    LINE = "LINE"
    AREA = "AREA"


@dataclass(frozen=True, slots=True)
class Stock:
    """A class of components in the inventory; `aside` is how far from a pavement's middle, outwards, in metres."""

    class_code: str
    name: str
    many: int
    along: Along
    aside: float
    owner: str
    keeper: str = ""
    shape: Shape = Shape.POINT
    layer: str = ""

    @property
    def layer_name(self) -> str:
        """Return the name of the layer it is imported as."""
        return self.layer or self.name


_A = Along
STOCK: Final = (
    Stock("01001", "供水井盖", 620, _A.ALL, -3.0, "GS"),
    Stock("01002", "污水井盖", 860, _A.ALL, -5.0, "PS", "PS-1"),
    Stock("01003", "雨水井盖", 900, _A.ALL, -4.2, "PS", "PS-1"),
    Stock("01004", "雨水箅子", 1500, _A.ALL, -2.2, "PS", "PS-1"),
    Stock("01005", "电力井盖", 480, _A.ALL, 0.4, "GD"),
    Stock("01006", "路灯井盖", 380, _A.ALL, -0.6, "SZ", "SZ-2"),
    Stock("01007", "通信井盖", 680, _A.ALL, 0.8, "TX"),
    Stock("01008", "电视井盖", 150, _A.ALL, 1.1, "TX"),
    Stock("01010", "热力井盖", 250, _A.ALL, -1.4, "RL"),
    Stock("01011", "燃气井盖", 300, _A.ALL, -1.0, "RQ"),
    Stock("01013", "消防设施", 200, _A.ALL, -0.2, "GS"),
    Stock("01014", "园林井盖", 90, _A.MAIN, 1.6, "YL"),
    Stock("01015", "信号灯电源井盖", 60, _A.MAIN, 0.2, "JJ", "JJ-1"),
    Stock("01018", "化粪池井盖", 70, _A.SMALL, 2.4, "HW", "HW-3"),
    Stock("01023", "不明井盖", 18, _A.ALL, -2.6, ""),
    Stock("01023", "不明井盖", 6, _A.MAIN, -2.4, "TX", layer="不明井盖（疑似通信）"),
    Stock("01026", "沟槽盖板", 120, _A.SMALL, -1.8, "PS", "PS-1"),
    Stock("01027", "通信交接箱", 110, _A.ALL, 2.6, "TX"),
    Stock("01028", "电力设施", 140, _A.ALL, 2.8, "GD"),
    Stock("01030", "电力立杆", 180, _A.SMALL, 0.2, "GD"),
    Stock("01031", "通信立杆", 140, _A.SMALL, 0.5, "TX"),
    Stock("01037", "路灯", 2150, _A.ALL, -1.3, "SZ", "SZ-2"),
    Stock("01038", "地灯", 120, _A.RIVER, 1.5, "SZ", "SZ-2"),
    Stock("01039", "景观灯", 160, _A.RIVER, 2.2, "SZ", "SZ-2"),
    Stock("01045", "自动售货机", 22, _A.MAIN, 2.5, ""),
    Stock("01046", "户外健身设施", 64, _A.SMALL, 4.0, "SZ"),
    Stock("01048", "变压器（箱）", 60, _A.SMALL, 3.2, "GD"),
    Stock("01049", "燃气调压站（箱）", 42, _A.SMALL, 3.4, "RQ"),
    Stock("01050", "监控电子眼设施", 180, _A.MAIN, -0.9, "GA"),
    Stock("01052", "休息亭", 14, _A.RIVER, 6.0, "YL"),
    Stock("01054", "充电桩", 70, _A.SMALL, 3.0, "GD"),
    Stock("01060", "路灯配电箱", 40, _A.ALL, 2.4, "SZ", "SZ-2"),
    Stock("01070", "水域护栏", 60, _A.RIVER, 9.0, "SW", shape=Shape.LINE),
    Stock("01075", "快递柜", 40, _A.SMALL, 4.4, ""),
    Stock("01077", "综合杆", 60, _A.MAIN, -1.1, "SZ", "SZ-2", layer="综合杆（照明）"),
    Stock("01077", "综合杆", 30, _A.MAIN, -1.2, "JJ-1", "JJ-1", layer="综合杆（交警）"),
    Stock("02001", "停车场", 12, _A.SMALL, 22.0, "ZF", shape=Shape.AREA),
    Stock("02004", "公交站设施", 76, _A.MAIN, -0.8, "GJ"),
    Stock("02010", "交通标志牌及标线", 600, _A.ALL, -1.5, "JJ", "JJ-1"),
    Stock("02012", "路名牌", 130, _A.ALL, 0.6, "SZ", "SZ-1"),
    Stock("02014", "交通信号灯", 160, _A.MAIN, -1.6, "JJ", "JJ-1"),
    Stock("02017", "交通护栏", 240, _A.MAIN, -12.0, "JJ", "JJ-1", Shape.LINE),
    Stock("02018", "防撞桶", 60, _A.MAIN, -11.0, "JJ", "JJ-1"),
    Stock("02020", "人行横道桩", 80, _A.MAIN, -1.7, "SZ", "SZ-1"),
    Stock("02021", "便道桩", 260, _A.MAIN, -1.6, "SZ", "SZ-1"),
    Stock("02025", "非机动车停放点", 90, _A.ALL, 1.8, "ZF", shape=Shape.AREA),
    Stock("02034", "无障碍设施", 80, _A.MAIN, 0.0, "SZ", "SZ-1"),
    Stock("02038", "门（楼号）牌", 420, _A.ALL, 6.0, "GA"),
    Stock("02043", "减速带", 50, _A.SMALL, -6.0, "JJ", "JJ-1"),
    Stock("03001", "公共厕所", 16, _A.ALL, 14.0, "HW", "HW-3", Shape.AREA),
    Stock("03002", "公厕指示牌", 30, _A.ALL, 0.3, "HW", "HW-3"),
    Stock("03004", "垃圾间（楼）", 8, _A.SMALL, 16.0, "HW", "HW-3", Shape.AREA),
    Stock("03005", "垃圾箱", 720, _A.ALL, 0.9, "HW", "HW-3"),
    Stock("03006", "户外广告", 140, _A.MAIN, 7.0, ""),
    Stock("03007", "牌匾标识", 500, _A.ALL, 7.5, ""),
    Stock("03008", "宣传栏", 90, _A.SMALL, 2.0, ""),
    Stock("03016", "烟头收集器或灭烟处", 60, _A.MAIN, 1.0, "HW", "HW-3"),
    Stock("04001", "古树名木", 9, _A.SMALL, 5.0, "YL"),
    Stock("04002", "行道树", 3900, _A.ALL, -1.2, "YL"),
    Stock("04004", "护树设施", 420, _A.MAIN, -1.2, "YL"),
    Stock("04005", "花架花钵", 160, _A.MAIN, 1.4, "YL"),
    Stock("04006", "雕塑", 10, _A.RIVER, 5.0, "YL"),
    Stock("04007", "街头座椅", 220, _A.ALL, 1.3, "YL"),
    Stock("04008", "绿地护栏", 120, _A.MAIN, 3.2, "YL", shape=Shape.LINE),
    Stock("04011", "树池树穴", 980, _A.ALL, -1.2, "YL"),
    Stock("04013", "绿地", 60, _A.ALL, 11.0, "YL", shape=Shape.AREA),
    Stock("05003", "车辆加油（气、电）站", 3, _A.MAIN, 24.0, "", shape=Shape.AREA),
)
