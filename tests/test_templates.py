"""What templates name exists: parents, parts, blocks and addresses, whether or not a test shows the page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.base import FilterExpression, Node, Template, Variable
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[1] / "src/contratrata"
TEMPLATES = sorted(
    str(path.relative_to(root)) for root in SOURCE.glob("*/*/templates") for path in root.rglob("*.html")
)


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every full name with the parts that its address takes."""
    for item in (resolver or get_resolver()).url_patterns:
        parts = (*above, *item.pattern.converters)
        if isinstance(item, URLResolver):
            yield from addresses(item, f"{prefix}{item.namespace}:" if item.namespace else prefix, parts)
        elif isinstance(item, URLPattern) and item.name:
            yield f"{prefix}{item.name}", parts


def read(name: str) -> Template:
    template: Any = get_template(name)
    compiled: Template = template.template
    return compiled


def literal(value: Any) -> str:
    """What an expression of a template says by itself; "" where the page says it."""
    if not isinstance(value, FilterExpression) or value.filters or isinstance(value.var, Variable):
        return ""
    return str(value.var)


def below(value: Any) -> Iterator[Node]:
    """Every node inside: tags of ours hold what they enclose under names of their own."""
    if isinstance(value, Node):
        yield value
        value = list(vars(value).values())
    elif isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from below(one)


def nodes(template: Template, kind: type[Node]) -> list[Any]:
    return [node for node in below(template.nodelist) if isinstance(node, kind)]


def parent(template: Template) -> str:
    return next((literal(node.parent_name) for node in nodes(template, ExtendsNode)), "")


def blocks(template: Template) -> set[str]:
    """The blocks of a template and of all that it extends."""
    own = {node.name for node in nodes(template, BlockNode)}
    return own | (blocks(read(above)) if (above := parent(template)) else set())


def nested(template: Template) -> set[str]:
    """The blocks inside a block: they are shown where it is."""
    inside = (below(list(node.nodelist)) for node in nodes(template, BlockNode))
    return {one.name for group in inside for one in group if isinstance(one, BlockNode)}


def wrong_in(template: Template) -> list[str]:
    """What a template names and does not exist."""
    known, wrong = dict(addresses()), []
    for node in nodes(template, IncludeNode):
        if part := literal(node.template):
            try:
                read(part)
            except TemplateDoesNotExist:
                wrong.append(f"no part {part}")
    for node in nodes(template, URLNode):
        url, sent = literal(node.view_name), len(node.args) + len(node.kwargs)
        if url and (url not in known or sent != len(known[url]) or not set(node.kwargs) <= set(known[url])):
            wrong.append(f"no address {url} of {sent} parts")
    if above := parent(template):
        own = {node.name for node in nodes(template, BlockNode)} - nested(template)
        wrong += [f"no block {one} above" for one in sorted(own - blocks(read(above)))]
    return wrong


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_names_exists(name: str) -> None:
    assert wrong_in(read(name)) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{% include "nouns/nowhere.html" %}', ["no part nouns/nowhere.html"]),
        ('{% if x %}{% url "network:nowhere" %}{% endif %}', ["no address network:nowhere of 0 parts"]),
        ('{% url "cases:edit" x %}', ["no address cases:edit of 1 parts"]),
        ('{% url "cases:edit" x y %}{% include "acts/doubt.html" %}', []),
        ('{% extends "ui/page.html" %}{% block contnet %}{% endblock %}', ["no block contnet above"]),
        ('{% extends "ui/page.html" %}{% block content %}{% block own %}{% endblock %}{% endblock %}', []),
    ],
)
def test_the_law_bites(text: str, wrong: list[str]) -> None:
    assert wrong_in(engines["django"].from_string(text).template) == wrong


def test_templates_are_found() -> None:
    assert len(TEMPLATES) >= 150
