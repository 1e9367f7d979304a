"""The sample rows of a table as the cleaning would read them, while its columns are being chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.delimited import csv_bytes
from ecreview.app.grids import draw_table, spec_columns
from ecreview.app.render import currency
from ecreview.app.words import md_escape, plain
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.errors import ReviewError

if TYPE_CHECKING:
    from ecreview.app.recognised import Place
    from ecreview.model.tables import TableSpec

SAMPLES = 3
PREVIEW_FILE = "preview.csv"


def draw_preview(place: Place, spec: TableSpec, columns: tuple[tuple[str, str], ...]) -> None:
    """Draw the sample rows as the cleaning reads them under these columns."""
    choice = TableChoice(file=PREVIEW_FILE, table=spec.key, columns=columns, header_row=1)
    try:
        cleaned = ingest(
            [_samples_as_file(place)], choices=Choices(tables=(choice,)), run=run_inline
        )
    except ReviewError as trouble:
        st.caption(plain(trouble.text))
        return
    table = cleaned.tables.get(spec.key)
    chosen = {field for field, _ in columns}
    if table is not None:
        shown = [c for c in spec_columns(spec, table.frame) if c.key in chosen]
        draw_table(table.frame, shown, currency=currency())
    for finding in cleaned.findings:
        st.caption(md_escape(plain(finding.message)))


def _samples_as_file(place: Place) -> Upload:
    """Return the sample rows of the table as a small file, for the same cleaning as the real one."""
    columns = place.table.columns
    rows = [[c.samples[i] if i < len(c.samples) else "" for c in columns] for i in range(SAMPLES)]
    return Upload.of(PREVIEW_FILE, csv_bytes([[c.name for c in columns], *rows]))
