"""Whose case it is: which rule wins, and how the answer is said."""

from cityloop.organizations.contracts import RuleView

PREFIX_LENGTHS = (6, 9, 12, 15)  # district, street, community, unit grid


def area_prefixes(grid_code: str) -> list[str]:
    """Return every area code that holds this unit grid, the whole city ("") first."""
    return ["", *(grid_code[:length] for length in PREFIX_LENGTHS if len(grid_code) >= length)]


def class_prefixes(class_code: str) -> list[str]:
    """Return every class code that stands for this class: all (""), its major class, itself and what lies between."""
    return [class_code[:length] for length in range(len(class_code) + 1)]


def reasons(rule: RuleView, *, body_name: str, owner_name: str) -> tuple[str, str]:
    """Return why a body answers, in Chinese and in English, with the facts of the rule that says so."""
    return _in_chinese(rule, body_name, owner_name), _in_english(rule, body_name, owner_name)


def _in_chinese(rule: RuleView, body_name: str, owner_name: str) -> str:
    place = f"{rule.area_code}区域内" if rule.area_code else "全市"
    owner = f"权属为{owner_name}的" if owner_name else ""
    matter = f"{rule.class_code}类" if rule.class_code else "各类"
    ruling = f",依据案件{rule.case_number}的裁定" if rule.case_number else ""
    return f"因为{place}{owner}{matter}问题由{body_name}负责(规则{rule.id},自{rule.since}起{ruling})。"


def _in_english(rule: RuleView, body_name: str, owner_name: str) -> str:
    matter = f"class {rule.class_code}" if rule.class_code else "every class"
    place = f"district {rule.area_code}" if len(rule.area_code) == 6 else f"area {rule.area_code}"
    owner = f" owned by {owner_name}" if owner_name else ""
    ruling = f", as ruled in case {rule.case_number}" if rule.case_number else ""
    where = place if rule.area_code else "the whole city"
    facts = f"rule {rule.id}, since {rule.since}{ruling}"
    return f"Because {matter}{owner} in {where} is answered for by {body_name} ({facts})."
