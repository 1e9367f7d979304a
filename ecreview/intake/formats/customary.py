"""The customary header names of a table's fields, for layouts of no platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.formats.base import Column
from ecreview.intake.formats.personal import is_personal

if TYPE_CHECKING:
    from ecreview.model.tables import TableSpec

# Right in one export, anything in another: they need a person's word.
_TOO_VAGUE = frozenset({"Name", "amount", "价格"})


def customary_names(spec: TableSpec, field: str) -> tuple[str, ...]:
    """Return by which names exports call the field, the vague and the personal ones left out."""
    return tuple(
        name for name in spec.field(field).names if name not in _TOO_VAGUE and not is_personal(name)
    )


def customary_columns(spec: TableSpec) -> tuple[Column, ...]:
    """Return a column for every field of the table that has a customary name."""
    named = ((field.key, customary_names(spec, field.key)) for field in spec.fields)
    return tuple(Column(key, names) for key, names in named if names)
