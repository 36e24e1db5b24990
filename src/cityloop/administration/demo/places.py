"""The names of 云川市 and where it lies. No name here is that of a real city, district or street.

The ground lies among the dunes of a desert where nobody lives (around 102.0° E, 40.2° N), on the plane of the
3-degree zone of CGCS2000 with the central meridian 102°. Division codes begin with 99: no province has them.
"""

from datetime import date
from typing import Final

CITY_CODE: Final = "990100"
CITY_NAME: Final = "云川市"
TIMEZONE: Final = "Asia/Shanghai"
FOUNDED: Final = date(2020, 1, 1)

PLANE_SRID: Final = 4543  # CGCS2000 / 3-degree Gauss-Krueger CM 102E
CORNER_M: Final = (500_000.0, 4_451_000.0)  # the south-western corner, in metres on that plane
BLOCK_M: Final = 447.0  # 25 blocks of this side make about 5 square kilometres

# One letter per block, the north at the top: which street (街道) it belongs to.
LAYOUT: Final = ("DDDEE", "AABEF", "ABBFF", "CCCGG", "HHHGG")
DISTRICTS: Final = {"清晏区": "ABC", "榆岭区": "DEF", "汀南区": "GH"}
STREETS: Final = {
    "A": "文澜街道",
    "B": "听泉街道",
    "C": "桐荫街道",
    "D": "望岳街道",
    "E": "松隐街道",
    "F": "澄溪街道",
    "G": "芦汀街道",
    "H": "雁洲街道",
}
COMMUNITIES: Final = {
    "A": ("书院社区", "钟楼社区", "学宫社区"),
    "B": ("泉眼社区", "柳巷社区", "石井社区"),
    "C": ("梧桐里社区", "青砖社区", "马道社区"),
    "D": ("岭下社区", "北坡社区", "望岳台社区"),
    "E": ("松风社区", "鹿苑社区", "采薇社区"),
    "F": ("澄溪桥社区", "磨坊社区", "槐树湾社区"),
    "G": ("芦花社区", "渡口社区", "渔桥社区", "沙洲社区"),
    "H": ("雁归社区", "稻香社区", "河湾社区"),
}

# Roads between the blocks, then those through their middles; west to east from the north, north to south from the west.
MAIN_EASTWARD: Final = ("望岳路", "文澜大道", "桐荫路", "滨川路")
MAIN_SOUTHWARD: Final = ("松风路", "鹤鸣路", "学宫路", "澄溪路")
SMALL_EASTWARD: Final = ("北坡街", "采薇街", "钟楼街", "青石街", "稻香街")
SMALL_SOUTHWARD: Final = ("柳巷", "书院街", "听泉街", "鹿苑街", "渡口街")
RIVERSIDE: Final = "滨川路"

INNER_RADIUS_M: Final = 620.0  # area level A within this distance of the middle
MIDDLE_RADIUS_M: Final = 1_000.0  # level B within this one, else C
