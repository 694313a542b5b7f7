"""What tests of a package bring to the tests of the house: modules named alike in `tests/<storey>/<package>/`.

`matrix.py`: `TABLE` (address → who is allowed) and `SAMPLES`, as in `test_matrix.py`. `world.py`: `build(world)` adds
to the world of `scenario.py` what the tables of the package hold.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any


def brought(name: str) -> list[Any]:
    """The modules of this name, in the order of their packages."""
    return [_load(path) for path in sorted(Path(__file__).parent.glob(f"*/*/{name}.py"))]


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
