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
from functools import cache, partial
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ecreview.model import dataset, findings, ledger, text
from ecreview.model.dataset import FileReceipt  # noqa: TC001 - read by `get_type_hints`
from ecreview.model.finding_kinds import FINDINGS
from ecreview.model.findings import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[Any], Any]

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
        wanted: Any = kind
        value: T = _reader(wanted)(json.loads(said))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    return value


def _plain(value: Any) -> Any:
    """Return a value in the words of JSON."""
    if isinstance(value, FindingKind):
        return value.code
    if names := _names(value.__class__):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Return the fields of a class, none of a type that has no fields."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _reader(kind: Any) -> Reader:
    """Return what makes a value of that type from the words of JSON."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return partial(_read_one_of, tuple(map(_reader, parts)))
    if origin is tuple and parts[-1] is Ellipsis:
        return partial(_read_all, _reader(parts[0]))
    if origin is tuple:
        return partial(_read_each, tuple(map(_reader, parts)))
    if origin is Mapping:
        return partial(_read_values, _reader(parts[1]))
    return _WORDS.get(kind) or _class_reader(kind)


def _class_reader(kind: Any) -> Reader:
    """Return what makes a value of a class."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind, localns=_NAMES)
        readers = {name: _reader(hint) for name, hint in hints.items()}
        return partial(_read_fields, kind, readers)
    return kind if issubclass(kind, StrEnum) else partial(_read_atom, kind)


def _read_one_of(readers: tuple[Reader, ...], said: Any) -> Any:
    """Return the value of the first of the types that can hold what was said."""
    for read in readers:
        try:
            return read(said)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    raise TypeError(f"none of the types: {said!r}")


def _read_all(read: Reader, said: Any) -> tuple[Any, ...]:
    """Return a tuple of one type throughout."""
    return tuple(map(read, _list(said)))


def _read_each(readers: tuple[Reader, ...], said: Any) -> tuple[Any, ...]:
    """Return a tuple of one type per place."""
    return tuple(read(item) for read, item in zip(readers, _list(said), strict=True))


def _list(said: Any) -> list[Any]:
    """Return what was said, which must be a list: a text can be walked too."""
    if not isinstance(said, list):
        raise TypeError(f"no list: {said!r}")
    return said


def _read_values(read: Reader, said: Any) -> dict[str, Any]:
    """Return a dictionary of texts to values of one type."""
    return {key: read(item) for key, item in said.items()}


def _read_fields(kind: Callable[..., Any], readers: Mapping[str, Reader], said: Any) -> Any:
    """Return a value of one of our classes."""
    return kind(**{name: readers[name](item) for name, item in said.items()})


def _read_atom(kind: type, said: Any) -> Any:
    """Return a text, number, truth value or None, of exactly that type."""
    if kind is float and type(said) is int:
        return float(said)
    if type(said) is not kind:
        raise TypeError(f"no {kind}: {said!r}")
    return said
