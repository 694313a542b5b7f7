"""The law of traces, read from the source: every act leaves its own.

An event is declared once (`events.py`). It is *left* where its name is given to `audit.record`, or to a function that
hands the name it was given on to one that records; or it stands as `event=` of something declared (a list, an act),
which the machinery records when it is shown or done. Taking out any one call that records makes an event that nobody
leaves, or one that is left in fewer places than `SEVERAL` says, or an operation that leaves none.
"""

import ast
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "contratrata"
RECORD = "contratrata.ground.audit.operations"
#: Calls that record what they name. `entry` makes a row that only `record_many` writes.
RECORDERS = frozenset({"record", "record_refused"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclasses.dataclass
class Place:
    """A function: its module, what it calls (by name, as far as its module says whose it is), its parameters."""

    module: str
    name: str
    node: Function
    imports: Mapping[str, str]

    def __post_init__(self) -> None:
        self.nodes = list(ast.walk(self.node))
        arguments = self.node.args
        self.parameters = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        room = self.module.removeprefix("contratrata.").split(".")
        operation = "operations" in room and not room[-1].startswith("_")
        self.acts = not self.name.startswith("_") and (operation or writes(self))

    @property
    def key(self) -> str:
        """Its full name."""
        return f"{self.module}.{self.name}"

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call in it with the full name of what is called, as far as it can be told."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield self.resolve(node.func), node

    def resolve(self, target: ast.expr) -> str:
        """The full name of a function that is called by its name or through a module."""
        if isinstance(target, ast.Name):
            return self.imports.get(target.id, f"{self.module}.{target.id}")
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            return f"{self.imports.get(target.value.id, '?')}.{target.attr}"
        return "?"


def sources() -> dict[str, str]:
    """The text of every module of ours but migrations, by its dotted name."""
    return {
        ".".join(("contratrata", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path.read_text()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
    }


def named_in_data() -> set[str]:
    """The events that our files of questions name, as `event: …`."""
    texts = [path.read_text() for path in SOURCE.rglob("*.yaml")]
    return {name for text in texts for name in re.findall(r"^ *event: *([\w.]+) *$", text, re.MULTILINE)}


def imports_of(module: str, tree: ast.Module, *, package: bool) -> dict[str, str]:
    """What each name that a module imports stands for, in full."""
    imports: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".") if package else module.split(".")[:-1]
                above = above[: len(above) - node.level + 1]
                base = ".".join((*above, *([node.module] if node.module else [])))
            imports |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    return imports


def places(module: str, tree: ast.Module, *, package: bool) -> list[Place]:
    """The functions of a module, methods too."""
    imports = imports_of(module, tree, package=package)
    return [Place(module, node.name, node, imports) for node in ast.walk(tree) if isinstance(node, Function)]


class House:
    """Every function of the product, and which of them record."""

    def __init__(
        self,
        trees: Mapping[str, tuple[ast.Module, bool]],
        data: Iterable[str] = (),
        nouns: Iterable[str] = (),
    ) -> None:
        #: What a `public.py` or `__init__.py` gives on under its own name.
        self._given_on = {
            f"{module}.{name}": full
            for module, (tree, package) in trees.items()
            if package or module.endswith(".public")
            for name, full in imports_of(module, tree, package=package).items()
        }
        self.places = [
            place
            for module, (tree, package) in trees.items()
            for place in places(module, tree, package=package)
        ]
        #: Of each function what it calls, by its full name, and the call itself.
        self.calls = [
            (place, [(self._real(target), call) for target, call in place.calls()]) for place in self.places
        ]
        #: Calls that declare something with an `event`: a list, its export, an act. What shows it records that.
        self.declarations = [
            node
            for tree, _package in trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and any(k.arg == "event" for k in node.keywords)
        ]
        #: The events that questions in data name: once each, whatever the number of their parts.
        self.data = set(data)
        #: The keys of the nouns: what an act of every noun leaves (`.written`) is left of each of them.
        self.nouns = tuple(nouns)
        self._close()

    def without(self, taken: ast.Call) -> "House":
        """The same house with one call taken out."""
        other = copy(self)
        other.calls = [
            (place, [one for one in calls if one[1] is not taken] if _within(place, taken) else calls)
            for place, calls in self.calls
        ]
        other._close()
        return other

    def traces(self) -> list[ast.Call]:
        """Every call that records or writes what was recorded, refusals left out."""
        mine = (self.recorders | {f"{RECORD}.record_many"}) - {f"{RECORD}.record_refused"}
        result = {id(call): call for _place, calls in self.calls for real, call in calls if real in mine}
        return list(result.values())

    def _real(self, name: str) -> str:
        while name in self._given_on and self._given_on[name] != name:
            name = self._given_on[name]
        return name

    def _close(self) -> None:
        #: What records the name it is given: `record`, and what hands its own `event` or `name` on to one of these.
        self.recorders = {f"{RECORD}.{name}" for name in RECORDERS}
        giving = [(p.key, calls, own) for p, calls in self.calls if (own := {"event", "name"} & p.parameters)]
        while more := {
            key
            for key, calls, own in giving
            if key not in self.recorders and any(r in self.recorders and own & _handed(c) for r, c in calls)
        }:
            self.recorders |= more

    def left(self, events: Iterable[str]) -> Counter[str]:
        """In how many functions' calls each event is left."""
        known, many = set(events), f"{RECORD}.record_many"
        counter: Counter[str] = Counter()
        counted: set[int] = set()
        for _place, calls in self.calls:
            batch = any(real == many for real, _call in calls)
            for real, call in calls:
                if id(call) in counted:  # it stands in a function within a function
                    continue
                if real in self.recorders or (batch and real == f"{RECORD}.entry"):
                    counter.update(self._named(_constants(call)) & known)
                    counted.add(id(call))
        for call in self.declarations:
            if id(call) not in counted:
                lines = [n for k in call.keywords if k.arg == "event" for n in _constants_in(k.value)]
                counter.update(self._named(lines) & known)
        counter.update(self.data & known)
        return counter

    def _named(self, constants: Iterable[ast.Constant]) -> set[str]:
        """The events that constants name, those of every noun included."""
        names = {str(one.value) for one in constants}
        return names | {f"{noun}{end}" for noun in self.nouns for end in names if end.startswith(".")}

    def shown(self) -> Counter[str]:
        """Where the `event` of something declared is recorded, by module."""
        return Counter(
            place.module
            for place, calls in self.calls
            for real, call in calls
            if real in self.recorders
            and any(isinstance(n, ast.Attribute) and n.attr == "event" for n in call.args[:1])
        )

    def silent(self) -> set[str]:
        """Acts that neither record nor call what does: public functions that write, and those of operations."""
        loud = {f"{RECORD}.record", f"{RECORD}.record_many"}
        while more := {
            p.key for p, calls in self.calls if p.key not in loud and any(real in loud for real, _c in calls)
        }:
            loud |= more
        return {p.key for p in self.places if p.acts and p.key not in loud}


def _within(place: Place, call: ast.Call) -> bool:
    return any(node is call for node in place.nodes)


def _constants(call: ast.Call) -> list[ast.Constant]:
    return [n for part in (*call.args, *(k.value for k in call.keywords)) for n in _constants_in(part)]


def _constants_in(part: ast.expr) -> list[ast.Constant]:
    return [n for n in ast.walk(part) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _handed(call: ast.Call) -> set[str]:
    parts = [*call.args, *(k.value for k in call.keywords)]
    return {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}


def writes(place: Place) -> bool:
    """Whether it writes rows itself, by the ORM."""
    return any(
        isinstance(call.func, ast.Attribute)
        and (
            call.func.attr in {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
            or (call.func.attr in {"create", "update", "delete"} and "objects" in ast.unparse(call.func))
        )
        for _target, call in place.calls()
    )


def parsed(texts: Mapping[str, str]) -> dict[str, tuple[ast.Module, bool]]:
    """The trees of these modules, and whether each is a package."""
    packages = {name.rpartition(".")[0] for name in texts}
    return {name: (ast.parse(text), name in packages) for name, text in texts.items()}
