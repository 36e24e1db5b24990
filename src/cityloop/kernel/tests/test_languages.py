"""Refusals and faults as they are told in each language."""

from copy import deepcopy
from dataclasses import asdict
from typing import Any

import orjson
import pytest
from django.test import RequestFactory
from ninja.errors import ValidationError

from cityloop.kernel.errors import NotFoundError, NotSignedInError
from cityloop.kernel.http import CityAPI
from cityloop.kernel.languages import CHINESE, tongue_of
from cityloop.kernel.problems import install
from cityloop.kernel.tables import BadTableError, Fault, read_table
from cityloop.kernel.wording import Listed, Named, Sentence, say, told, verbatim

API = CityAPI(urls_namespace="test-languages")
install(API)
MISSING = NotFoundError(say("There is no such case."), number="7")


def answer(error: Exception, language: str | None = "zh-CN,zh;q=0.9,en;q=0.8") -> Any:
    headers = {} if language is None else {"Accept-Language": language}
    return API.on_exception(RequestFactory().get("/", headers=headers), error)


def body(error: Exception, language: str | None = "zh-CN") -> Any:
    return orjson.loads(answer(error, language).content)


@pytest.mark.parametrize(
    ("language", "tag", "detail"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", "没有这个案件，或您无权查看。"),
        ("zh-Hans", "zh-Hans", "没有这个案件，或您无权查看。"),
        ("en-GB,en;q=0.9", "en", "There is no such case."),
        (None, "en", "There is no such case."),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_request(language: str | None, tag: str, detail: str) -> None:
    told_so = answer(MISSING, language)

    assert orjson.loads(told_so.content)["detail"] == detail
    assert (told_so["Content-Language"], told_so["Vary"]) == (tag, "Accept-Language")
    assert orjson.loads(told_so.content)["facts"] == {"number": "7"}


def test_the_title_is_told_so_too() -> None:
    assert body(MISSING)["title"] == "没有找到"
    assert body(NotSignedInError(say("Sign in first, or send a token.")), "en")["title"] == "Not signed in"


def test_an_accident_is_told_so_too() -> None:
    assert body(RuntimeError("boom"))["detail"] == "服务器出错，已记录；本次操作没有生效。"


@pytest.mark.parametrize(
    ("fault", "chinese"),
    [
        ({"type": "missing", "msg": "Field required"}, "必填"),
        ({"type": "string_too_long", "msg": "String should have …", "ctx": {"max_length": 9}}, "最多 9 个字符"),
        ({"type": "enum", "msg": "…", "ctx": {"expected": "'A', 'B' or 'C'"}}, "须为以下之一：'A'、'B'、'C'"),
        (
            {"type": "value_error", "msg": "Value error, …", "ctx": {"error": say("must lie between 1971 and 2199")}},
            "须在 1971 年至 2199 年之间",
        ),
        ({"type": "callable_type", "msg": "Input should be callable"}, "Input should be callable"),
    ],
)
def test_what_pydantic_finds_is_told_by_its_type(fault: dict[str, Any], chinese: str) -> None:
    said = body(ValidationError([{"loc": ("body", "new", "name"), **fault}]))

    assert said["detail"] == f"new.name：{chinese}"
    assert said["facts"] == {"errors": [{"at": ["body", "new", "name"], "why": chinese}]}


def test_what_pydantic_finds_is_told_in_english_as_it_says_it() -> None:
    fault = {"loc": ("query", "limit"), "type": "less_than", "msg": "Input should be less than 9", "ctx": {"lt": 9}}

    assert body(ValidationError([fault]), None)["detail"] == "limit: Input should be less than 9"


def test_a_refused_table_tells_each_line() -> None:
    with pytest.raises(BadTableError) as refused:
        list(read_table(b"code,colour\n1,red\n", columns=["code", "name"]))

    assert body(refused.value)["detail"] == (
        "有 2 处错误，未导入任何内容。第 1 行“name”列：缺少这一列；第 1 行“colour”列：不认识这一列"
    )
    assert body(refused.value)["facts"]["faults"][0] == {"line": 1, "column": "name", "reason": "缺少这一列"}
    assert body(refused.value, "en")["detail"] == (
        "2 faults; nothing was loaded. line 1, name: this column is missing; line 1, colour: this column is not known"
    )


def test_a_sentence_is_text_and_keeps_what_it_knows() -> None:
    sentence = say("There is no component {code}.", code="31")

    assert sentence == "There is no component 31."
    assert orjson.dumps(sentence) == b'"There is no component 31."'
    for same in (deepcopy(sentence), asdict(Fault(1, "", sentence))["reason"], str(ValueError(sentence))):
        assert isinstance(same, Sentence)
        assert told(same, CHINESE) == "没有编码为 31 的部件。"


def test_values_are_told_in_the_language_and_never_taken_for_templates() -> None:
    refused = say("To {verb} say {inputs}.", verb=Named("file", {"zh": "立案"}), inputs=Listed(["{x}", "b"], " or "))

    assert refused == "To file say {x} or b."
    assert told(refused, CHINESE) == "进行“立案”操作须填写：{x}或b。"
    assert told(verbatim("{not} ours"), CHINESE) == "{not} ours"
    assert told(verbatim(ValueError(say("must be said"))), CHINESE) == "必须填写"


@pytest.mark.parametrize("wanted", ["", "*", "xx", "zh-TW;q=x", ",,;"])
def test_a_language_we_lack_is_no_accident(wanted: str) -> None:
    assert tongue_of(wanted) in (CHINESE, None)
