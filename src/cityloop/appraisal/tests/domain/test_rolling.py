"""Scores over a tree, computed by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cityloop.appraisal.domain.rolling import ScoredNode, coverage, roll_up
from cityloop.appraisal.domain.tree_files import read_tree
from cityloop.appraisal.domain.trees import Node, tree_of
from cityloop.kernel.decimals import half_up

TREE = """code,level1,level2,indicator,weight,source_kind,full,threshold,lost,step,missing
H1,干净,,,60,,,,,,
A,干净,环境卫生,清扫覆盖率,,平台上报,2,95,0.5,5,
B,干净,环境卫生,路面,,实地考察,1,,,,
C,干净,市容,立面,1,实地考察,,,,,
H2,群众满意,,,40,,,,,,
D,群众满意,,满意度,3,问卷调查,,,,,
E,群众满意,,投诉办结率,1,平台上报,1,100,0.1,1,ZERO
"""


def tree() -> Node:
    return tree_of(read_tree(TREE.encode(), filename="tree.csv"))


def scored(**figures: str) -> ScoredNode:
    return roll_up(tree(), {code: Decimal(figure) for code, figure in figures.items()})


def by_code(root: ScoredNode) -> dict[str, ScoredNode]:
    return {each.node.code: each for each in root.walk()}


def test_a_score_by_hand() -> None:
    # 环境卫生 (weight 3): A 90 gives 1.5 of 2, B 80 gives 0.8 of 1: (0.75·2 + 0.8·1) / 3; 市容 (weight 1): 0.6
    # 群众满意: (0.7·3 + 0.5·1) / 4; in all (60·(2.3 + 0.6) / 4 + 40·0.65) / 100
    found = scored(A="90", B="80", C="60", D="70", E="95")
    nodes = by_code(found)

    assert found.rate is not None
    assert half_up(found.rate, 30) == Decimal("0.695")
    assert (nodes["A"].points, nodes["A"].rate) == (Decimal("1.5"), Decimal("0.75"))
    assert nodes["H2"].rate == Decimal("0.65")
    assert nodes["H2"].contribution == Decimal(26)
    assert nodes["A"].reach == Decimal(30)
    assert coverage(found) == 1


def test_what_has_no_figure_passes_its_weight_on() -> None:
    found = scored(A="90", B="80", D="70")
    nodes = by_code(found)

    assert nodes["干净/市容"].rate is None
    assert nodes["C"].contribution is None
    assert nodes["C"].reach == 0
    assert nodes["干净/环境卫生"].reach == 60
    assert nodes["E"].points == 0  # its row says so
    assert coverage(found) == Decimal("0.85")


def test_where_nothing_is_told_nothing_is_scored() -> None:
    found = roll_up(tree_of(read_tree(TREE.replace("ZERO", "").encode(), filename="tree.csv")), {})

    assert found.rate is None
    assert coverage(found) == 0


def test_weights_of_nothing_count_nothing() -> None:
    rows = read_tree(TREE.replace("干净,市容,立面,1", "干净,市容,立面,0").encode(), filename="tree.csv")
    found = roll_up(tree_of(rows), {"C": Decimal(50), "D": Decimal(100), "E": Decimal(100)})

    assert by_code(found)["干净/市容"].rate is None
    assert found.rate == 1
    assert coverage(found) == Decimal("0.4")


@given(st.dictionaries(st.sampled_from("ABCDE"), st.decimals(0, 100, places=2)))
def test_contributions_add_up(figures: dict[str, Decimal]) -> None:
    found = roll_up(tree(), figures)
    for each in found.walk():
        parts = [child.contribution for child in each.children if child.contribution is not None]
        if each.contribution is None:
            assert parts == []
        elif each.children:
            assert abs(sum(parts, Decimal(0)) - each.contribution) < Decimal("1e-40")
            assert abs(sum((child.reach for child in each.children), Decimal(0)) - each.reach) < Decimal("1e-40")
    assert found.rate is not None  # E counts in any case
    assert 0 <= found.rate <= 1
