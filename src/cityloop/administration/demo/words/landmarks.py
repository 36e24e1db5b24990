"""What people steer by: hospitals, schools, markets, parks. No name here is that of a real place."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Landmark:
    """A landmark with the other names it goes by; `by_street` puts the name of its street in front."""

    name: str
    category: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


LANDMARKS: Final = (
    Landmark("云川市第一人民医院", "医院", ("市一医院", "市一院"), ("云川县人民医院",)),
    Landmark("云川市中医院", "医院", ("市中医院",)),
    Landmark("云川市妇幼保健院", "医院", ("市妇幼",)),
    Landmark("清晏区人民医院", "医院", ("区医院",)),
    Landmark("汀南卫生服务中心", "医院"),
    Landmark("云川市第一中学", "学校", ("市一中", "云川一中")),
    Landmark("云川市第三中学", "学校", ("市三中",), ("望岳中学",)),
    Landmark("书院小学", "学校", ("书院街小学",)),
    Landmark("听泉小学", "学校"),
    Landmark("鹿苑小学", "学校"),
    Landmark("芦花实验学校", "学校"),
    Landmark("云川职业技术学院", "学校", ("云川职院",)),
    Landmark("柳巷农贸市场", "市场", ("柳巷菜场",)),
    Landmark("青石农贸市场", "市场"),
    Landmark("稻香综合市场", "市场", ("稻香菜市场",)),
    Landmark("钟楼商城", "商场", (), ("云川百货大楼",)),
    Landmark("松风广场", "商场"),
    Landmark("望岳公园", "公园"),
    Landmark("学宫公园", "公园", (), ("儿童乐园",)),
    Landmark("滨川湿地公园", "公园", ("湿地公园",)),
    Landmark("云川汽车客运站", "车站", ("云川汽车站", "客运站")),
    Landmark("渡口公交枢纽", "车站"),
    Landmark("云川市政务服务中心", "机关", ("政务大厅", "市民中心")),
    Landmark("清晏区图书馆", "文化", ("区图书馆",)),
    Landmark("云川市体育馆", "文化", ("市体育馆",), ("工人体育馆",)),
    Landmark("听泉街道办事处", "机关", ("听泉街道办",)),
    Landmark("文澜街道办事处", "机关", ("文澜街道办",)),
    Landmark("钟楼派出所", "机关"),
    Landmark("采薇宾馆", "住宿"),
    Landmark("云川邮政大楼", "机关", ("邮政大楼",)),
)
QUARTERS: Final = (
    "梧桐里小区",
    "泉眼新村",
    "松隐花园",
    "北坡家园",
    "鹿苑公寓",
    "芦汀苑",
    "雁归里",
    "青砖大院",
    "马道小区",
    "磨坊新村",
)
FORMER_ROADS: Final = MappingProxyType({"滨川路": ("河沿路",), "文澜大道": ("东西大街",), "鹤鸣路": ("环城西路",)})
ALSO_ROADS: Final = MappingProxyType({"学宫路": ("学宫大街",), "钟楼街": ("钟鼓楼街",), "柳巷": ("柳树巷",)})
