"""Every set of questions can be asked on paper: nothing of it is missing there, in neither language."""

import pytest
from django.utils.translation import override
from reading import reader, says

from contratrata.ground.kinds.public import Fact, Somebody
from contratrata.ground.questions.public import blank_paper, blank_sections, read
from question_sets import every_set

SETS = every_set()


def test_the_sets_of_the_house_are_found() -> None:
    assert {"trata", "countries"} <= set(SETS)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("key", SETS)
def test_every_question_stands_on_paper_with_its_help_and_its_choices(key: str, language: str) -> None:
    questions = SETS[key]
    with override(language):
        created = blank_paper(questions, footer="Al pie")
        assert reader(created).trailer["/Root"]["/Lang"].startswith(language)
        wanted = [str(questions.title), f"{key} {questions.version}", "Al pie"]
        for section in blank_sections(questions):
            wanted += [section.title, section.lead]
            for one in section.questions:
                wanted += [one.label, one.help, one.unit, *one.choices, *one.parts]
        assert [text for text in wanted if not says(created, text)] == []
        assert [fact.name for fact in questions.facts if not says(created, str(fact.label))] == [
            fact.name for fact in questions.facts if asked_no_longer(fact)
        ]


def asked_no_longer(fact: Fact) -> bool:
    """Nothing of it is asked on the screen either. Somebody is always asked for; who, depends on who asks."""
    return not isinstance(fact.kind, Somebody) and not fact.kind.fields(fact)


def test_paper_says_on_what_a_question_depends_and_why_it_is_asked() -> None:
    words = {"es": "Para el baño", "en": "For the bathroom"}
    asked = [
        {"code": "steps", "kind": "yesno", "es": "¿Hay gradas?", "en": "Are there steps?", "why": words},
        {
            "code": "ramp",
            "kind": "text",
            "es": "¿Qué rampa?",
            "en": "Which ramp?",
            "when": "${steps} = true()",
        },
    ]
    title = {"es": "Acceso", "en": "Access"}
    section = {"key": "uno", "title": title, "questions": asked}
    questions = read({"key": "acceso", "version": "1", "title": title, "sections": [section]})
    with override("es"):
        first, second = blank_sections(questions)[0].questions
    assert first.help == "Para el baño"
    assert second.help == "Se responde según: ¿Hay gradas?."
