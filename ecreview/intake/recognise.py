"""What a table is, told by its header names alone; in doubt it is nobody's, with the candidates named.

A format fits when of each of its required groups one header is there and none of its negative ones. Its
score is the weight of the headers that it knows against those that it does not; a header weighs the more,
the fewer formats know it. Formats of no platform go last, and only where no column they need is doubtful.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ecreview.intake.formats import FORMATS
from ecreview.intake.header import header_key, normalise_header
from ecreview.intake.mapping import Mapping
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecreview.intake.formats.base import Format, Headerless
    from ecreview.intake.raw import RawTable

ACCEPTED = 0.85  # below it a person is asked (UP-5)
BELOW_BAR = 0.84  # the most that a format scores whose required headers are not all there
TIE = 0.02  # two formats closer than this are a tie
HEADERLESS_SHARE = 0.9
HEADERLESS_ROWS = 5_000  # rows looked at where there is no header
CANDIDATES = 3
MISSING_NAMED = 5

# What a header that a format does not know weighs against it.
_FOREIGN = 0.5  # a name of another format: half its weight
_ADDED = 0.15  # known to no format: a column that a person added to a platform's export
_STRANGE = 0.5  # the same in a layout of no platform: rather an export that is not known yet


@dataclass(frozen=True, slots=True)
class Candidate:
    """A format that a table may be, and how much speaks for it, 0..1."""

    format: Format
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a table was recognised as.

    Attributes:
        format: None where nobody recognised it, or two formats fit alike.
        score: of the format, or of the best candidate.
        evidence: why, in one line.
        candidates: the best ones, best first.
    """

    format: Format | None
    score: float
    evidence: Text
    candidates: tuple[Candidate, ...] = ()


def known_names(formats: Sequence[Format] = FORMATS) -> frozenset[str]:
    """Return the header names of all formats in canonical spelling, with and without their unit."""
    names = {name for form in formats for name in form.names}
    return frozenset(map(normalise_header, names)) | _keys(names)


def recognise(raw: RawTable, formats: Sequence[Format] = FORMATS) -> Match:
    """Return what the table is."""
    if raw.header_row is None:
        scored = [Candidate(form, _shape_score(raw, form.headerless)) for form in formats]
    else:
        headers = _Headers(_named(raw), formats)
        scored = [Candidate(form, headers.score(form)) for form in formats]
    ranked = sorted(scored, key=lambda c: (c.format.is_generic, -c.score, c.format.key))
    winner = _winner([c for c in ranked if c.score >= ACCEPTED])
    best = tuple(sorted((c for c in scored if c.score > 0), key=lambda c: -c.score)[:CANDIDATES])
    if winner is None:
        top = max((candidate.score for candidate in best), default=0.0)
        return Match(None, min(top, BELOW_BAR), _doubt(best, raw), best)
    return Match(winner.format, winner.score, _evidence(winner.format, raw), best)


def map_columns(raw: RawTable, form: Format) -> Mapping:
    """Return which source column feeds which field when the table is of that format.

    Of several headers for a field the first one in the format's own order counts; a column feeds one field.
    """
    if raw.header_row is None and form.headerless is not None:
        told = zip(form.headerless.fields, raw.names, strict=True)
        return Mapping(form.table, tuple((field, name) for field, name in told if field))
    free = {header_key(name): name for name in reversed(raw.names)}
    found: list[tuple[str, str]] = []
    for column in form.columns:
        key = next((k for k in map(header_key, column.names) if k in free), None)
        if key is not None:
            found.append((column.field, free.pop(key)))
    return Mapping(form.table, tuple(found))


@dataclass(frozen=True, slots=True)
class _Signature:
    """The headers of one format as they are compared.

    Attributes:
        own: all that it knows.
        required: groups of which one each must be there.
        negative: any of which rules it out.
    """

    own: frozenset[str]
    required: tuple[frozenset[str], ...]
    negative: frozenset[str]

    @classmethod
    def of(cls, form: Format) -> _Signature:
        """Return the signature of a format."""
        return cls(_keys(form.names), tuple(map(_keys, form.required)), _keys(form.negative))


def _keys(names: Iterable[str]) -> frozenset[str]:
    """Return names as they are compared."""
    return frozenset(map(header_key, names))


class _Known:
    """What all formats know: the signature of each, and how much each header name tells."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self.signatures = {form.key: _Signature.of(form) for form in formats}
        known = Counter(key for signature in self.signatures.values() for key in signature.own)
        self.weights = {key: math.log1p(len(formats) / df) for key, df in known.items()}


@cache
def _known() -> _Known:
    """Return what the listed formats know; made once, since a file may have thousands of sheets."""
    return _Known(FORMATS)


class _Headers:
    """The headers of a table, and how much speaks for each format."""

    def __init__(self, names: Sequence[str], formats: Sequence[Format]) -> None:
        self._keys = [header_key(name) for name in names]
        self._found = frozenset(self._keys)
        self._known = _known() if formats is FORMATS else _Known(formats)

    def score(self, form: Format) -> float:
        """Return how much speaks for a format, 0 where a header rules it out."""
        signature = self._known.signatures[form.key]
        if self._found & signature.negative or not self._found & signature.own:
            return 0.0
        share = self._share(form, signature)
        met = sum(bool(self._found & group) for group in signature.required)
        if met < len(signature.required) or (form.is_generic and self._is_doubtful(form)):
            return min(BELOW_BAR, share * met / max(len(signature.required), 1))
        return share

    def _share(self, form: Format, signature: _Signature) -> float:
        """Return the weight of the headers that the format knows, out of all."""
        weights = self._known.weights
        strange = self._found - weights.keys()
        hit, foreign = (
            math.fsum(weights[key] for key in keys)  # exact: sets have no order
            for keys in (self._found & signature.own, self._found - signature.own - strange)
        )
        missed = _FOREIGN * foreign
        missed += (_STRANGE if form.is_generic else _ADDED) * len(strange)
        return hit / (hit + missed) if hit else 0.0

    def _is_doubtful(self, form: Format) -> bool:
        """Return whether two columns of the table could feed one of the fields that matter most."""
        spec = table_spec(form.table)
        needed = {field.key for field in spec.required} | {spec.time, spec.amount}
        return any(
            sum(key in map(header_key, column.names) for key in self._keys) > 1
            for column in form.columns
            if column.field in needed
        )


def _named(raw: RawTable) -> tuple[str, ...]:
    """Return the headers that the file itself wrote."""
    return tuple(n for n, at in zip(raw.names, raw.columns, strict=True) if n != f"c{at}")


def _shape_score(raw: RawTable, shape: Headerless | None) -> float:
    """Return the share of rows whose cells look as the format says, in its worst column."""
    if shape is None or len(shape.patterns) != len(raw.names):
        return 0.0
    rows = raw.body[:HEADERLESS_ROWS]
    shares = []
    for pattern, position in zip(shape.patterns, raw.columns, strict=True):
        cells = raw.sheet.cells.column(position).take(rows)
        fits = pc.sum(pc.match_substring_regex(cells, f"^(?:{pattern})$")).as_py() or 0
        shares.append(fits / max(len(rows), 1))
    worst = min(shares)
    return worst if worst >= HEADERLESS_SHARE else 0.0


def _winner(accepted: Sequence[Candidate]) -> Candidate | None:
    """Return the best accepted candidate, None where the second best is as good."""
    if not accepted:
        return None
    first, *others = accepted
    rivals = [c for c in others if c.format.is_generic == first.format.is_generic]
    return None if rivals and first.score - rivals[0].score < TIE else first


def _counted(form: Format, raw: RawTable) -> tuple[int, int, Text]:
    """Return how many of the format's columns are there, out of how many, and which are missing."""
    found = {field for field, _ in map_columns(raw, form).columns}
    missing = [column.names[0] for column in form.columns if column.field not in found]
    said = Text(zh="；缺：{names}", en="; missing {names}")
    return len(found), len(form.columns), said.fill(names=_listed(missing)) if missing else EMPTY


def _listed(names: Sequence[str]) -> Text:
    """Return the first of the names."""
    first, more = names[:MISSING_NAMED], "…" if len(names) > MISSING_NAMED else ""
    return Text(zh="、".join(first) + more, en=", ".join(first) + more)


def _evidence(form: Format, raw: RawTable) -> Text:
    """Return why the table is of that format."""
    if raw.header_row is None:
        return Text(zh="没有表头，按内容认列", en="no header; told by the shape of its columns")
    if form.is_refused:
        return Text(zh="表头与{kind}一致", en="headers are those of {kind}").fill(kind=form.title)
    if form.is_generic:
        said = Text(zh="{of} 列中用到 {hit} 列", en="{hit} of its {of} columns are understood")
        return said.fill(hit=len(map_columns(raw, form).columns), of=len(raw.names))
    hit, of, missing = _counted(form, raw)
    said = Text(zh="{hit}/{of} 列对上{missing}", en="{hit} of {of} columns{missing}")
    return said.fill(hit=hit, of=of, missing=missing)


def _doubt(candidates: Sequence[Candidate], raw: RawTable) -> Text:
    """Return why nobody recognised the table."""
    if not candidates or raw.header_row is None:
        return Text(zh="列名都不认识", en="none of the columns is known")
    best = candidates[0].format
    if len(candidates) > 1 and candidates[1].score >= ACCEPTED:
        said = Text(zh="同时像{first}和{second}", en="looks like both {first} and {second}")
        return said.fill(first=best.title, second=candidates[1].format.title)
    found = set(map(header_key, raw.names))
    unmet = [group[0] for group in best.required if not found & set(map(header_key, group))]
    if not unmet:
        said = Text(
            zh="像{kind}，但有的列不认识，或有两列意思相近",
            en="like {kind}, but some columns are unclear",
        )
        return said.fill(kind=best.title)
    said = Text(zh="最像{kind}，但缺：{need}", en="most like {kind}, but without {need}")
    return said.fill(kind=best.title, need=_listed(unmet))
