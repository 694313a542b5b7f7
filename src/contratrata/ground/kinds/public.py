"""What other packages may use of the kinds of answer."""

from .answered import Answers, Flag, YesNo
from .base import Cell, Fact, Kind, Unreadable, Values, check_values
from .coded import Choice, Choices, Code, Codes, Countries, Country, Listed, read_one
from .conditions import Condition, UnreadableCondition
from .countries import country_choice
from .dated import Day, Partial, Time
from .fields import (
    ANSWER,
    NOT_IN_LIST,
    NOT_KNOWN,
    DateBoxes,
    DayField,
    PartialField,
    answer_field,
    choice_field,
    choose,
    code_choices,
    offered_no_more,
    region_choices,
)
from .fields import (
    Choices as ChoiceList,
)
from .numbers import Amount, Money, Number
from .people import Member, Names, Organisation, Somebody, provide_people
from .places import Place, Where, area_of, area_words
from .rows import Rows
from .structured import Structured, links_in, parts_of, structured
from .structured import plain as plain_text
from .texts import Email, Lines, Link, Links, Phone, Text, is_plain_https
from .translated import TranslatedText
