"""The account of the bill by month: what came in, went out and was withdrawn, and the balance where it is told.

Unit of observation: an entry of the bill.
    opening + income − outgo − withdrawn + other transfers (top-ups, deposits) = closing
The opening balance is the one that fits most entries: what the balance after an entry has beyond the entries up
to it is the same all through a whole ledger. Accounts (platform and shop) are added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.model.section import Column, Grid
from ecreview.model.text import Text, Unit, same, say_cents
from ecreview.reconcile.ledger import read_bill

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_FITTING = 0.5  # a balance that fits fewer of its entries belongs to other entries than these


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """The account of the bill.

    Attributes:
        months: month (datetime64[M]), income, outgo, withdrawn, other; cents, one row per month.
        opening: balance before the first entry, None where the bill has none that fits.
        off_cents: last balance of the bill − the balance by its entries.
    """

    months: pd.DataFrame
    opening: int | None
    off_cents: int = 0


def account_of(frame: pd.DataFrame) -> Account:
    """Return the account of the entries of a bill; `frame` has time and amount."""
    bill = read_bill(frame, refunds_told=True)
    month = bill.time.astype("M8[M]")
    first, last = np.nanmin(month), np.nanmax(month)
    at = np.where(np.isnat(month), 0, (month - first).astype(np.int64))
    is_withdrawn = bill.is_transfer & (bill.subject == "withdraw").to_numpy()
    parts = {
        "income": np.where(bill.is_transfer, 0, bill.cents).clip(min=0),
        "outgo": np.where(bill.is_transfer, 0, -bill.cents).clip(min=0),
        "withdrawn": np.where(is_withdrawn, -bill.cents, 0),
        "other": np.where(bill.is_transfer & ~is_withdrawn, bill.cents, 0),
    }
    months = np.arange(first, last + 1)
    sums = {key: sum_by(at, cents, len(months)) for key, cents in parts.items()}
    return Account(pd.DataFrame({"month": months, **sums}), *_balances(frame))


def _balances(frame: pd.DataFrame) -> tuple[int | None, int]:
    """Return opening balance and what the last balance is off, summed over accounts; None where one has none."""
    if "balance" not in frame.columns:
        return None, 0
    keys = [key for key in ("platform", "shop") if key in frame.columns]
    accounts = frame.groupby(keys, observed=True, dropna=False) if keys else [("", frame)]
    found = [_balance(entries) for _, entries in accounts]
    known = [pair for pair in found if pair is not None]
    if len(known) < len(found):
        return None, 0
    return sum(opening for opening, _ in known), sum(off for _, off in known)


def _balance(entries: pd.DataFrame) -> tuple[int, int] | None:
    """Return opening balance and what the last balance is off, None where no balance fits the entries.

    Entries of one second stand in the order of the file, which runs forwards or backwards.
    """
    tries = [
        _fit(entries.sort_values(["time", "source_file", "source_row"], ascending=[True, True, way]))
        for way in (True, False)
    ]  # fmt: skip
    share, opening, off = max(tries, key=lambda tried: tried[0])
    return (opening, off) if share >= MIN_FITTING else None


def _fit(entries: pd.DataFrame) -> tuple[float, int, int]:
    """Return the share of the entries that the commonest opening balance fits, it, and how far off the end is."""
    told = entries["balance"].notna().to_numpy()
    if not told.any():
        return 0.0, 0, 0
    beyond = (cents_of(entries["balance"]) - np.cumsum(cents_of(entries["amount"])))[told]
    values, counts = np.unique(beyond, return_counts=True)
    opening = int(values[counts.argmax()])
    return float(counts.max() / len(beyond)), opening, int(beyond[-1]) - opening


def account_grid(account: Account, currency: str) -> Grid:
    """Return the months with their balances, those empty where the bill has none."""
    rows = account.months
    net = (rows["income"] - rows["outgo"] - rows["withdrawn"] + rows["other"]).to_numpy()
    closing = _running(account.opening, net)
    frame = pd.DataFrame(
        {
            "month": [same(f"{month:%Y-%m}") for month in rows["month"]],
            "opening_cents": pd.array(closing[:-1], dtype="Int64"),
            **{f"{key}_cents": rows[key] for key in ("income", "outgo", "withdrawn", "other")},
            "closing_cents": pd.array(closing[1:], dtype="Int64"),
        }
    )
    return Grid(
        "account",
        Text(zh="账户收支", en="Account"),
        _COLUMNS,
        frame,
        caption=_caption(account, currency),
    )


def _running(opening: int | None, net: NDArray[np.int64]) -> list[int | None]:
    """Return the balance before the first month and after each; None where the opening is unknown."""
    if opening is None:
        return [None] * (len(net) + 1)
    return [opening, *(opening + np.cumsum(net)).tolist()]


def _caption(account: Account, currency: str) -> Text:
    """Return the equation, and whether the balances of the bill agree with it."""
    if account.opening is None:
        return _NO_BALANCE
    if account.off_cents:
        return _EQUATION + _OFF.fill(amount=say_cents(account.off_cents, currency))
    return _EQUATION + _AGREES


_COLUMNS = (
    Column("month", Text(zh="月份", en="Month")),
    Column("opening_cents", Text(zh="期初余额", en="Opening balance"), Unit.CENTS),
    Column("income_cents", Text(zh="＋收入", en="+ Income"), Unit.CENTS),
    Column("outgo_cents", Text(zh="－支出", en="− Expense"), Unit.CENTS),
    Column("withdrawn_cents", Text(zh="－提现", en="− Withdrawn"), Unit.CENTS),
    Column("other_cents", Text(zh="±充值与保证金", en="± Top-ups, deposits"), Unit.CENTS),
    Column("closing_cents", Text(zh="期末余额", en="Closing balance"), Unit.CENTS),
)
_EQUATION = Text(
    zh="期初 + 收入 − 支出 − 提现 ± 充值与保证金 = 期末。",
    en="Opening + income − expense − withdrawn ± top-ups and deposits = closing.",
)
_AGREES = Text(zh="期末与账单的最后余额一致。", en="The closing is the last balance of the bill.")
_OFF = Text(
    zh="账单的最后余额比这里多 {amount}：有流水没有导出。",
    en="The last balance of the bill is {amount} more than this: entries are missing from the export.",
)
_NO_BALANCE = Text(
    zh="账单没有可用的余额列，只列收支和提现。",
    en="The bill has no balance that fits its entries, so only income, expense and withdrawals are listed.",
)
