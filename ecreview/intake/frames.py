"""Clean tables as the frames that analyses read, in as little memory as their types allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import whole
from ecreview.model.dataset import SOURCE_COLUMNS

if TYPE_CHECKING:
    from ecreview.model.tables import TableSpec


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a column as Arrow and as pandas have them.

    Attributes:
        of: a dictionary.
        dtype: the categories of the same words.
    """

    of: pa.Array
    dtype: pd.CategoricalDtype


def to_frame(
    table: pa.Table, spec: TableSpec, words: dict[str, Words] | None = None
) -> pd.DataFrame:
    """Return the table as analyses read it: columns in the order of the spec, then the source columns.

    Args:
        table: the rows.
        spec: what its columns mean.
        words: of tables seen before, by column: equal ones are taken from there; filled here.
    """
    order = [field.key for field in spec.fields] + list(SOURCE_COLUMNS)
    words = {} if words is None else words
    return pd.DataFrame(
        {name: _series(table[name], name, words) for name in order if name in table.column_names},
        copy=False,
    )


def _series(column: pa.ChunkedArray, name: str, words: dict[str, Words]) -> Any:
    """Return one column; whole numbers stay whole where some are unknown, an unknown flag is no."""
    if pa.types.is_dictionary(column.type):
        return _categories(whole(column), name, words)
    if pa.types.is_boolean(column.type):
        column = pc.fill_null(column, fill_value=False)
    is_gappy = pa.types.is_int64(column.type) and column.null_count > 0
    return column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get if is_gappy else None)


def _categories(column: pa.DictionaryArray, name: str, words: dict[str, Words]) -> pd.Categorical:
    """Return a column of categories; tables whose column has the same words share them."""
    known_words = words.get(name)
    if known_words is None or not known_words.of.equals(column.dictionary):
        dtype = pd.CategoricalDtype(column.dictionary.to_pandas())
        known_words = words[name] = Words(column.dictionary, dtype)
    codes = column.indices.fill_null(-1).to_numpy()
    return pd.Categorical.from_codes(codes, dtype=known_words.dtype)
