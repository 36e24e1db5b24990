"""The eighty people of the city: natural names, one post each, collectors with their streets and shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Final

from cityloop.access.contracts import Axis, Post
from cityloop.administration.contracts import AccountFacts, Area, SeatFacts
from cityloop.administration.demo import places
from cityloop.administration.demo.bodies import bodies
from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.ground import street_code

SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
)
FIRST: Final = "建国志明永文晓春秀丽桂玉海军俊宏思雨佳欣子浩雪梅长立新德光家嘉泽雅静婉若可振世庆维学启"
SECOND: Final = "伟芳娜敏静强磊洋艳勇杰娟涛超霞平刚英华玲飞红鹏辉燕斌琴兰亮波宁倩颖琳慧峰凯晨怡然轩宇航萍莉健康"
NAMED: Final = {
    Post.ACCEPTOR: "acceptor",
    Post.SHIFT_LEADER: "shift-leader",
    Post.DISPATCHER: "dispatcher",
    Post.HANDLER: "handler",
    Post.COLLECTOR: "collector",
    Post.INSPECTOR: "inspector",
    Post.LEADER: "leader",
    Post.EVALUATOR: "evaluator",
    Post.ADMINISTRATOR: "administrator",
    Post.CITIZEN: "citizen",
}
POST_NAMES: Final = {
    Post.ACCEPTOR: "受理员",
    Post.SHIFT_LEADER: "值班长",
    Post.DISPATCHER: "派遣员",
    Post.HANDLER: "专业部门经办人",
    Post.COLLECTOR: "监督员",
    Post.INSPECTOR: "督查员",
    Post.LEADER: "领导",
    Post.EVALUATOR: "评价员",
    Post.ADMINISTRATOR: "系统管理员",
    Post.CITIZEN: "市民",
}
CENTRE_POSTS: Final = (
    (Post.ACCEPTOR, "JD", 4),
    (Post.SHIFT_LEADER, "JD", 3),
    (Post.INSPECTOR, "JD", 1),
    (Post.LEADER, "CG", 1),
    (Post.EVALUATOR, "JD", 1),
    (Post.DISPATCHER, "ZH", 3),
    (Post.ADMINISTRATOR, "CG", 1),
)
FIRST_HANDLER: Final = "HW-1"  # the body of the demonstration account: it has the most to do
WITHOUT_HANDLER: Final = frozenset({"GA", "ZH"})  # the police answer through their traffic branch
CITIZENS: Final = 2
ROAMING: Final = 2  # collectors of each district beside those of its streets
EARLY, LATE, DAY = (time(7), time(15)), (time(13), time(21)), (time(9), time(18))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in; a citizen has no body, only a collector has shift hours."""

    account: AccountFacts
    post: Post
    body: str
    area_code: str = ""
    shift: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """A post to be filled: the how-manyth of its kind, in which body, for a collector where and when."""

    post: Post
    number: int
    body: str = ""
    area_code: str = ""
    shift: tuple[time, time] | None = None


def people(seed: int) -> tuple[Person, ...]:
    """Return everybody, the demonstration account of a post before the others of that post."""
    chance = dice(seed, "people")
    names = _names(chance)
    return tuple(_person(job, next(names), chance) for job in _jobs())


def _jobs() -> Iterator[_Job]:
    for post, body, many in CENTRE_POSTS:
        yield from (_Job(post, number, body) for number in range(many))
    able = [b.code for b in bodies() if b.kind.axis is Axis.EXECUTION and b.code not in WITHOUT_HANDLER]
    for number, body in enumerate([FIRST_HANDLER, *(code for code in able if code != FIRST_HANDLER)]):
        yield _Job(Post.HANDLER, number, body)
    for number, (area, shift) in enumerate(_rounds()):
        yield _Job(Post.COLLECTOR, number, f"CJ-{1 + number % 2}", area, shift)
    yield from (_Job(Post.CITIZEN, number) for number in range(CITIZENS))


def _rounds() -> Iterator[tuple[str, tuple[time, time]]]:
    """Yield the area and shift of every collector: three to a street, and some to each district."""
    for letter in places.STREETS:
        for shift in (EARLY, LATE, DAY):
            yield street_code(letter), shift
    for number in range(1, len(places.DISTRICTS) + 1):
        for _ in range(ROAMING):
            yield f"{places.CITY_CODE[:4]}{number:02d}", (time(7), time(21))


def _person(job: _Job, name: str, chance: Dice) -> Person:
    username = NAMED[job.post] if job.number == 0 else f"{NAMED[job.post]}-{job.number + 1:02d}"
    seats = (SeatFacts(post=job.post, body=job.body, area=Area(code=job.area_code)),) if job.body else ()
    account = AccountFacts(username=username, name=name, phone=_phone(chance), seats=seats, can_sign_in=job.number == 0)
    return Person(account, job.post, job.body, job.area_code, job.shift)


def _names(chance: Dice) -> Iterator[str]:
    """Yield names of two or three characters, none twice."""
    told: set[str] = set()
    while True:
        name = chance.choice(SURNAMES)
        if chance.random() < 0.78:
            name += chance.choice(FIRST)
        name += chance.choice(SECOND)
        if name not in told and name[-1] != name[-2]:
            told.add(name)
            yield name


def _phone(chance: Dice) -> str:
    """Return a number that nobody has: 199 0000 and four digits."""
    return f"1990000{chance.randrange(10_000):04d}"
