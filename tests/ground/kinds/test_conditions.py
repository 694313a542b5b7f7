"""When a question is asked: the small part of XPath that XLSForm uses."""

import pytest

from contratrata.ground.base.partial import PartialDate
from contratrata.ground.kinds.public import Condition, UnreadableCondition

VALUES = {
    "sex": "female", "age": 17, "means": ("threat",), "act": {"transfer": True, "receipt": False}, "none": None,
    "empty": "", "born": PartialDate.parse("2001-05"), "yes": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("${sex} = 'female'", True),
        ("${sex} != 'female'", False),
        ("${age} < 18", True),
        ("${age} <= 16", False),
        ("${age} >= 17 and ${sex} = 'male'", False),
        ("${age} > 17 or ${sex} = 'female'", True),
        ("not(${age} < 18)", False),
        ("selected(${means}, 'threat')", True),
        ("selected(${means}, 'deceit')", False),
        ("selected(${act}, 'transfer')", True),
        ("selected(${act}, 'receipt')", False),
        ("(${age} < 18 and ${sex} = 'male') or ${yes} = true()", True),
        ("${none} = ''", True),
        ("${empty} = ''", True),
        ("${sex} = ''", False),
        ("${none} != ''", False),
        ("${none} < 18", False),
        ("${none} > 18", False),
        ("${nobody} = 'x'", False),
        ("${born} < '2002'", True),
    ],
)
def test_a_condition_over_answers(text: str, holds: bool) -> None:
    assert Condition(text).holds(VALUES) is holds


def test_a_dot_is_the_answer_itself() -> None:
    assert Condition(". >= 0 and . <= 120").holds({}, 120.0)
    assert not Condition(". >= 0 and . <= 120").holds({}, 121.0)


def test_a_condition_names_what_it_asks() -> None:
    assert Condition("${a} = 1 or (${b} = 2 and ${a} = 3)").names == ("a", "b")


@pytest.mark.parametrize(
    "text",
    ["", "${a} =", "${a} = 'x", "__import__('os')", "${a}; 1", "(${a} = 1", "count(${a}) > 1", "${A} = 1", "a" * 2000,
     "${a} = 1 ${b}", "pulldata('x')"],
)  # fmt: skip
def test_what_is_not_understood_is_refused_and_never_half_applied(text: str) -> None:
    with pytest.raises(UnreadableCondition):
        Condition(text)
