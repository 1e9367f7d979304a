"""What changed in a file since its columns were chosen: new, missing and renamed columns.

A missing column was renamed where a new one is called nearly the same and holds the same kind of values.
Where only letters were added or dropped it is read, with a notice; in all other cases a person is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ecreview.intake.header import header_key
from ecreview.intake.suggest import ALIKE, SURE
from ecreview.model import finding_kinds as kinds
from ecreview.model.findings import Finding, Place
from ecreview.model.tables import table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping as Words
    from collections.abc import Sequence

    from ecreview.intake.mapping import Mapping, TableChoice
    from ecreview.intake.raw import RawTable

NEAR = 0.6  # names that share less have nothing in common
ASKED = 0.8  # the most for a name in which letters were replaced: 实收 is not 应收
_TURNS = frozenset("未不非无免")  # a letter that turns the meaning of a name around
SOME_NAMED = 8  # columns named in one sentence


@dataclass(frozen=True, slots=True)
class Rename:
    """A column of then, and the column of now that it may be.

    Attributes:
        certainty: 0..1.
    """

    old: str
    new: str
    certainty: float


def renames(seen: Words[str, str], now: Words[str, str]) -> tuple[Rename, ...]:
    """Return which of the missing columns may be which of the new ones, each at most once.

    Args:
        seen: column → what stood in it (`profiles.shape_of`), as chosen then.
        now: the same of the file at hand.
    """
    gone = [name for name in seen if name not in now]
    new = [name for name in now if name not in seen]
    offers = [
        Rename(old, name, certainty)
        for old in gone
        for name in new
        if (certainty := _certainty(old, name)) and _same(seen[old], now[name])
    ]
    offers += _only_alike(gone, new, seen, now)
    found: list[Rename] = []
    for offer in sorted(offers, key=lambda o: (-o.certainty, o.old, o.new)):
        if not any(offer.old == f.old or offer.new == f.new for f in found):
            found.append(offer)
    return tuple(_unless_tied(rename, offers) for rename in found)


def _certainty(old: str, new: str) -> float:
    """Return how surely a name is the other one written anew, 0 where they have nothing in common."""
    one, other = header_key(old), header_key(new)
    if one == other:
        return 1.0
    steps = SequenceMatcher(None, one, other, autojunk=False)
    near = steps.ratio()
    changed = [
        (tag, one[a:b] + other[c:d]) for tag, a, b, c, d in steps.get_opcodes() if tag != "equal"
    ]
    is_other_word = any(tag == "replace" or _TURNS & set(letters) for tag, letters in changed)
    if near < NEAR:
        return 0.0
    return min(near, ASKED) if is_other_word or len({tag for tag, _ in changed}) > 1 else near


def _same(then: str, now: str) -> bool:
    """Return whether both columns hold the same kind of values; of a blank one nothing is known."""
    return then == now or not (then and now)


def _only_alike(
    gone: Sequence[str], new: Sequence[str], seen: Words[str, str], now: Words[str, str]
) -> list[Rename]:
    """Return the pairs of one missing and one new column that alone hold that kind of values."""
    pairs = []
    for shape in dict.fromkeys(seen[name] for name in gone):
        old = [name for name in gone if seen[name] == shape]
        fitting = [name for name in new if now[name] == shape]
        if shape and len(old) == len(fitting) == 1:
            pairs.append(Rename(old[0], fitting[0], ALIKE))
    return pairs


def _unless_tied(rename: Rename, offers: Sequence[Rename]) -> Rename:
    """Return the rename, to be asked about where another column is as likely."""
    alike = {o for o in offers if o.old == rename.old and o.certainty == rename.certainty}
    return (
        Rename(rename.old, rename.new, min(rename.certainty, ASKED)) if len(alike) > 1 else rename
    )


def sure_renames(found: Sequence[Rename]) -> dict[str, str]:
    """Return old name → new name of those that are read without asking."""
    return {rename.old: rename.new for rename in found if rename.certainty >= SURE}


def drift_findings(
    raw: RawTable, choice: TableChoice, mapping: Mapping, found: Sequence[Rename]
) -> tuple[Finding, ...]:
    """Return what changed since the choice was made, in words.

    Args:
        raw: the table.
        choice: what was chosen, with the columns of then.
        mapping: how the table is read now.
        found: which columns may have been renamed.
    """
    if not choice.table:
        return ()
    place, spec = Place(raw.sheet.file, raw.sheet.sheet), table_spec(choice.table)
    likely = {rename.old: rename.new for rename in found}
    findings, told = [], set()
    for key, old in choice.columns:
        if not isinstance(old, str) or old in raw.names:
            continue
        new = mapping.source(key)
        kind = (
            kinds.DRIFT_RENAMED if new else kinds.DRIFT_ASKED if old in likely else kinds.DRIFT_GONE
        )
        name = new or likely.get(old, old)
        told |= {old, name}
        values = (("old", old), ("column", name), ("field", spec.field(key).title))
        findings.append(Finding(kind, _at(place, name, raw), 1, len(raw.names), values=values))
    return (*findings, *_changed(raw, dict(choice.seen), told, place))


def _at(place: Place, name: str, raw: RawTable) -> Place:
    """Return the place with its column, where the file has it."""
    return Place(place.file, place.sheet, name if name in raw.names else None)


def _changed(
    raw: RawTable, seen: Words[str, str], told: set[str], place: Place
) -> tuple[Finding, ...]:
    """Return the new and the missing columns that nothing was said about yet."""
    if not seen:
        return ()
    new = [name for name in raw.names if name not in seen and name not in told]
    gone = [name for name in seen if name not in raw.names and name not in told]
    return tuple(
        Finding(kind, place, len(names), len(raw.names), values=(("columns", _named(names)),))
        for kind, names in ((kinds.DRIFT_NEW, new), (kinds.DRIFT_LESS, gone))
        if names
    )


def _named(names: Sequence[str]) -> Text:
    """Return the first of the names in one line."""
    some = names[:SOME_NAMED]
    more = "…" if len(names) > SOME_NAMED else ""
    return Text(zh="、".join(some) + more, en=", ".join(some) + more)
