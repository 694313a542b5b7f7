"""Answers in words with their tags, and answers by name, for who organises."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import rows as fact_rows
from contratrata.knowledge.events.public import ORGANISERS
from contratrata.knowledge.registrations.public import Registration, names_of

from . import asking, figures, operations
from .forms import TagsForm
from .models import NAMED, Coding, Survey
from .queries import title_of
from .results import Question, named_of, results_of, tag_counts, tags_of
from .views import survey_for, url_of


def _question(survey: Survey, name: str) -> Question:
    """A question that is answered in words, and may be shown. Raises `Http404`."""
    question = results_of(survey).question(name)
    if question is None or not asking.is_open_question(question.fact):
        raise Http404
    return question


@allow(*ORGANISERS)
def words(request: Request, survey_id: uuid.UUID, question: str) -> HttpResponse:
    """The answers to a question in words, all or those of one tag, with how many speak of what."""
    survey = survey_for(request, survey_id)
    asked = _question(survey, question)
    codings = tags_of(survey)
    counts = tag_counts(asked, codings)
    chosen = request.GET.get("etiqueta", "")
    answers = [
        (text, coding.tags if coding else [], url_of("tag", survey, question, answer_id))
        for answer_id, text in asked.words()
        for coding in [codings.get((answer_id, question))]
        if not chosen or (coding is not None and chosen in coding.tags)
    ]
    audit.record("survey.read", kind="survey", subject=survey.id)
    context = {
        "title": str(asked.fact.label),
        "caption": title_of(survey),
        "number": asked.number,
        "figure": figures.of_tags(asked, counts) if counts else None,
        "tags": [(tag, number, tag == chosen) for tag, number in counts.items()],
        "chosen": chosen,
        "answers": answers,
        "back": url_of("one", survey),
        "here": url_of("words", survey, question),
    }
    return render(request, "surveys/words.html", context)


@allow(*ORGANISERS)
def tag(request: Request, survey_id: uuid.UUID, question: str, answer_id: uuid.UUID) -> HttpResponse:
    """The tags of one answer."""
    survey = survey_for(request, survey_id)
    asked = _question(survey, question)
    texts = dict(asked.words())
    if answer_id not in texts:
        raise Http404
    known = sorted(tag_counts(asked, tags_of(survey)), key=str.casefold)
    here = url_of("words", survey, question)

    def form(data: object) -> TagsForm:
        row = Coding.objects.filter(survey_id=survey.id, answer_id=answer_id, question=question).first()
        initial = {"tags": row.tags if row else [], "version": row.version if row else 1}
        return TagsForm(data, known=known, initial=initial)

    return acts.ask(request, acts.Ask(
        title=_("Etiquetas de la respuesta"),
        caption=str(asked.fact.label),
        form=form,
        act=lambda form: operations.tag(
            survey.id, question, answer_id, tags=form.chosen(), shown=frozenset(texts),
            expected_version=form.cleaned_data["version"],
        ),
        to=here, back=here, back_words=_("Respuestas"),
        template="surveys/tag.html", context={"text": texts[answer_id]},
    ))  # fmt: skip


@allow(*ORGANISERS)
def names(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Who answered what, where the survey says who answers."""
    survey = survey_for(request, survey_id)
    if vars(survey)["who"] != NAMED:
        raise Http404
    answered = named_of(survey)
    ids = [row.registration_id for row, _texts in answered]
    called = names_of(list(Registration.objects.filter(id__in=ids, erased_at=None)))
    facts = asking.facts_of(survey)
    people = [
        (
            called[row.registration_id]["name"],
            fact_rows(
                facts,
                {fact.name: fact.kind.from_text(texts.get(fact.name, "")) for fact in facts},
                all_facts=False,
            ),
        )
        for row, texts in answered
        if row.registration_id in called
    ]
    audit.record("survey.names_read", kind="survey", subject=survey.id)
    context = {
        "title": title_of(survey),
        "people": sorted(people, key=lambda pair: pair[0].casefold()),
        "back": url_of("one", survey),
    }
    return render(request, "surveys/names.html", context)
