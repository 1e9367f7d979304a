"""What a row of a ledger means: its subject, whether it is only moved money, whether its parts add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, has, ints, mask, put, text_column
from ecreview.intake.meaning import Context, Meaning, list_unknown
from ecreview.model import finding_kinds as kinds
from ecreview.model.tables import PARTS, TRANSFER_SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Subject
    from ecreview.model.findings import Finding

OTHER = "other"
ENOUGH_PARTS = 2  # one part alone is no breakdown


def settle_entries(table: pa.Table, context: Context) -> Meaning:
    """Return the entries of a ledger with subject and transfer flag; those of fees likewise.

    subject_raw [, note, part_…, amount] → subject, is_transfer
    """
    findings: tuple[Finding, ...] = ()
    if context.subjects:
        table, findings = _with_subject(table, context)
    return Meaning(table, (*findings, *_parts_that_differ(table, context)))


def _with_subject(table: pa.Table, context: Context) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table with the subject of each row; words that nobody knows are `other` and told."""
    words = pc.fill_null(text_column(table, "subject_raw"), "")
    subject = tell_subjects(words, pc.fill_null(text_column(table, "note"), ""), context.subjects)
    unknown = words.filter(pc.and_(pc.is_null(subject), pc.not_equal(words, ""))).unique()
    findings = list_unknown(
        table, context, "subject_raw", unknown.to_pylist(), kinds.SUBJECT_UNKNOWN
    )
    subject = pc.fill_null(subject, OTHER)
    moved = pc.is_in(subject, pa.array(sorted(TRANSFER_SUBJECTS), TEXT))
    return put(put(table, "subject", category(subject)), "is_transfer", moved), findings


def tell_subjects(words: pa.Array, notes: pa.Array, subjects: Sequence[Subject]) -> pa.Array:
    """Return the subject of each row, null where none fits.

    Args:
        words: the type of the entry, "" where it has none.
        notes: what else the row says, "" where nothing.
        subjects: the first one that fits counts.
    """
    found = pa.nulls(len(words), TEXT)
    for one in subjects:
        fits = _fits(words, one)
        if one.note:
            fits = pc.and_(fits, pc.match_substring(notes, one.note))
        found = pc.if_else(pc.and_(pc.is_null(found), fits), one.subject, found)
    return found


def _fits(words: pa.Array, one: Subject) -> pa.Array:
    """Return which words the subject speaks of."""
    if not one.word:
        return pa.array(np.ones(len(words), dtype=np.bool_))
    return pc.match_substring(words, one.word) if one.is_part else pc.equal(words, one.word)


def _parts_that_differ(table: pa.Table, context: Context) -> tuple[Finding, ...]:
    """Return the rows whose parts do not add up to the amount; of a row without parts nothing is said."""
    parts = [part for part in PARTS if has(table, part)]
    if len(parts) < ENOUGH_PARTS or not has(table, "amount"):
        return ()
    told: NDArray[np.bool_] = np.any([ints(table, part) != 0 for part in parts], axis=0)
    total = np.sum([ints(table, part) for part in parts], axis=0)
    differs = told & mask(table["amount"].is_valid()) & (total != ints(table, "amount"))
    column = context.headers.get("amount", "amount")
    return context.spot.finding(kinds.PARTS_DIFFER, differs, column)
