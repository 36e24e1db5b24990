"""Words that addresses are made of."""

from types import MappingProxyType

from cityloop.places.contracts import Direction

ROAD_ENDS = "(?:大道|大街|胡同|隧道|路|街|巷|弄|道|里|条|线|环|堤|坡|桥)"
CONNECTORS = "(?:与|和|及|同|跟|、|/|&)"
CROSSING_ENDS = (
    "(?:交叉路口|十字路口|丁字路口|三岔路口|交叉口|交叉处|交汇处|交汇口|交会处|交界处|相交处|交叉|交汇|交界"
    "|路口|交口|岔口|口)"
)
COMPASS = "东南|东北|西南|西北|东|南|西|北"
SIDES = "(?:方向|侧|面|边|方|角|口|头|端|段|门)"

_WORDS = {
    Direction.FRONT: "前面 前方 门前 门口 正门 楼前 前",
    Direction.BEHIND: "后面 后方 背后 后门 楼后 后",
    Direction.LEFT: "左侧 左边 左面 左手边 左",
    Direction.RIGHT: "右侧 右边 右面 右手边 右",
    Direction.ABOVE: "上面 上方 楼上 上",
    Direction.BELOW: "下面 下方 楼下 桥下 下",
    Direction.INSIDE: "里面 内部 院内 里边 内",
    Direction.OUTSIDE: "外面 外侧 院外 外边 外",
    Direction.BESIDE: "旁边 边上 附近 周边 一侧 路边 路旁 旁",
    Direction.OPPOSITE: "斜对面 正对面 马路对面 街对面 对面 对过 对门 相向",
    Direction.ADJACENT: "隔壁 相邻 紧邻 毗邻",
}
SPOKEN = MappingProxyType({word: direction for direction, words in _WORDS.items() for word in words.split()})

BEARINGS = MappingProxyType(
    {
        Direction.EAST: (1.0, 0.0),
        Direction.SOUTH: (0.0, -1.0),
        Direction.WEST: (-1.0, 0.0),
        Direction.NORTH: (0.0, 1.0),
        Direction.SOUTHEAST: (0.7071, -0.7071),
        Direction.NORTHWEST: (-0.7071, 0.7071),
        Direction.NORTHEAST: (0.7071, 0.7071),
        Direction.SOUTHWEST: (-0.7071, -0.7071),
    }
)

# What is called by several words is compared by the first.
_SAME = (
    ("公厕", "公共厕所", "公共卫生间", "卫生间", "洗手间", "厕所"),
    ("公交站", "公共汽车站", "公交车站", "公交总站", "公交枢纽站"),
    ("停车场", "停车库", "停车位"),
    ("菜场", "农贸市场", "菜市场", "综合市场"),
    ("院", "医院"),
    ("中", "中学"),
    ("小", "小学"),
    ("派出所", "公安派出所"),
    ("加油站", "中石油加油站", "中石化加油站"),
)
SYNONYMS = tuple((other, group[0]) for group in _SAME for other in group[1:])
EMPTY_WORDS = ("第", "人民", "有限公司", "分公司", "公司")

# Pinyin of structure words, put into characters before an address in letters is taken apart.
LATIN = (
    (r"(?<=\d)hao", "号"),
    (r"(?<=\d)nong", "弄"),
    (r"jiaocha(?:lu)?kou$", "交叉口"),
    (r"(?<=\D)lukou$", "lu口"),
    (r"duimian$", "对面"),
    (r"pang(?:bian)?$", "旁"),
    (r"fujin$", "附近"),
    (r"menkou$", "门口"),
)
LATIN_ROAD_ENDS = "(?:dadao|dajie|hutong|lu|jie|xiang)"

FORM_FRONT = r"^(?:我(?:们)?(?:现在)?在|请(?:你)?到|就在|位于|地址是?|地点是?|发生在|在|是)+"
FORM_END = r"(?:的?(?:那里|那边|这里|这边|地方|位置|处|路段|一带))+$"
