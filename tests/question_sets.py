"""Every set of questions that stands in a module of ours, found and not listed."""

import importlib
import pkgutil
import sys

import contratrata
from contratrata.ground.questions.public import QuestionSet


def every_set() -> dict[str, QuestionSet]:
    """The sets by their key."""
    for module in pkgutil.walk_packages(contratrata.__path__, "contratrata."):
        if module.name.rpartition(".")[2] in {"models", "parts", "questions"}:
            importlib.import_module(module.name)
    result = [
        one
        for name, module in list(sys.modules.items())
        if name.startswith("contratrata.")
        for one in vars(module).values()
        if isinstance(one, QuestionSet)
    ]
    return {one.key: one for one in result}
