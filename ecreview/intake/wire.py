"""What the worker says about a file, as JSON: plain values by the type hints of their classes.

Only frozen dataclasses of the project, texts, numbers, days, tuples and dictionaries travel; a finding
kind travels by its code and is looked up in the catalogue again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ecreview.model import dataset, findings, ledger, text
from ecreview.model.dataset import FileReceipt  # noqa: TC001 - read by `get_type_hints`
from ecreview.model.finding_kinds import FINDINGS
from ecreview.model.findings import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_KINDS = {kind.code: kind for kind in FINDINGS}
# Values that travel as one word.
_WORDS: Mapping[Any, Callable[[str], Any]] = {
    FindingKind: _KINDS.__getitem__,
    date: date.fromisoformat,
}
# Names that the value classes import for type checkers only.
_NAMES = {"date": date, "Mapping": Mapping} | {
    name: value
    for module in (text, findings, ledger, dataset)
    for name, value in vars(module).items()
    if isinstance(value, type)
}


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """All that the worker says about a file beside the tables themselves.

    Attributes:
        receipt: of the file; table i of it is the Arrow table `str(i)` where it was recognised.
        findings: of all its tables.
        facts: what reading found out, per table of the receipt.
    """

    receipt: FileReceipt
    findings: tuple[Finding, ...] = ()
    facts: tuple[Mapping[str, str], ...] = ()


def dump(value: object) -> str:
    """Return a value as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False)


def load(kind: type[T], said: str) -> T:
    """Return the value of that class that a JSON text holds.

    Raises:
        ValueError: the text is no JSON of such a value.
    """
    try:
        value: T = _read(kind, json.loads(said))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    return value


def _plain(value: object) -> Any:
    """Return a value in the words of JSON."""
    if isinstance(value, FindingKind):
        return value.code
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, said: Any) -> Any:
    """Return the value of that type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_one_of(get_args(kind), said)
    if origin is tuple:
        return _read_tuple(get_args(kind), said)
    if origin is Mapping:
        return {key: _read(get_args(kind)[1], item) for key, item in said.items()}
    if kind in _WORDS:
        return _WORDS[kind](said)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in said.items()})
    return _read_atom(kind, said)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """Return the types of a class's fields."""
    return get_type_hints(kind, localns=_NAMES)


def _read_one_of(kinds: tuple[Any, ...], said: Any) -> Any:
    """Return the value of the first of the types that can hold what was said."""
    for kind in kinds:
        try:
            return _read(kind, said)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    raise TypeError(f"none of {kinds}: {said!r}")


def _read_tuple(kinds: tuple[Any, ...], said: Any) -> tuple[Any, ...]:
    """Return a tuple of one type throughout (`tuple[T, ...]`) or of one type per place."""
    if not isinstance(said, list):
        raise TypeError(f"no list: {said!r}")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in said)
    return tuple(_read(kind, item) for kind, item in zip(kinds, said, strict=True))


def _read_atom(kind: Any, said: Any) -> Any:
    """Return a text, number, truth value or None, of exactly that type."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(said)
    if kind is float and type(said) is int:
        return float(said)
    if type(said) is not kind:
        raise TypeError(f"no {kind}: {said!r}")
    return said
