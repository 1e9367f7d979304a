"""Rows of a grid as cards: known cells in words, unknown ones left out."""

from __future__ import annotations

import pandas as pd

from ecreview.app.row_cards import said
from ecreview.model.section import Column, Grid
from ecreview.model.text import Unit, same


def test_cells_are_said_in_their_unit_and_unknown_ones_left_out() -> None:
    columns = (
        Column("name", same("name")),
        Column("share", same("share"), Unit.RATE),
        Column("amount", same("amount"), Unit.CENTS),
        Column("orders", same("orders"), Unit.NUMBER),
        Column("units", same("units"), Unit.NUMBER),
    )
    frame = pd.DataFrame(
        {"name": ["老客"], "share": [0.225], "amount": [None], "orders": [6.0], "units": [7.5]}
    )
    grid = Grid("groups", same("groups"), columns, frame)
    (row,) = frame.to_dict("records")
    words = {key: text.zh for key, text in said(grid, row, "CNY").items()}
    assert words == {"name": "老客", "share": "22.5%", "orders": "6", "units": "7.50"}
