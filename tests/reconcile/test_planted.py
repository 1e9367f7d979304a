"""Made-up shops read from their files: every order and every entry ends where it was planted to end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATES
from ecreview.reconcile.orders_payments import decide
from tests.reconcile.shops import SHOPS
from tests.reconcile.shops.world import Entry, Order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecreview.model.dataset import Dataset
    from ecreview.reconcile.base import Reconciliation
    from ecreview.reconcile.groups import Side, Verdicts
    from tests.reconcile.shops.written import Shop, Written

SEEDS = (1, 2, 3)
ORDERS = 240
JUNE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
Place = tuple[str, int]

every_shop = pytest.mark.parametrize("kind", SHOPS)
every_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def made(kind: str, seed: int) -> Shop:
    return SHOPS[kind](seed, ORDERS)


def read(files: Sequence[Written]) -> Dataset:
    dataset = ingest([file.upload for file in files], run=run_inline)
    assert not [file.error for file in dataset.files if file.error]
    return dataset


@cache
def loaded(kind: str, seed: int) -> Dataset:
    return read(made(kind, seed).files)


def compared(dataset: Dataset) -> Reconciliation:
    results = reconcile_all(dataset, JUNE, Settings())
    return next(result for result in results if result.key == "orders.payments")


def states_of(side: Side, verdicts: Verdicts) -> dict[Place, State]:
    """Return the state of each row by the place in the files."""
    places = zip(side.frame["source_file"].astype("str"), side.frame["source_row"], strict=True)
    codes = verdicts.states[side.groups].tolist()
    return {(file, int(row)): STATES[code] for (file, row), code in zip(places, codes, strict=True)}


def planted_states(file: Written, told: Mapping[Place, State]) -> dict[Place, State]:
    """Return the planted state of each row; of an order over several rows the one that was told speaks."""
    truths = file.truths
    orders = (truths[place] for place in told)
    met = {order.number for order in orders if isinstance(order, Order)}
    return {
        place: truth.state
        for place, truth in truths.items()
        if place in told or isinstance(truth, Entry) or truth.number not in met
    }


def marks(
    planted: Mapping[Place, State], told: Mapping[Place, State]
) -> dict[State, tuple[float, float]]:
    """Return precision and recall per state that was planted or told; a row that is gone was missed."""
    both = Counter(state for place, state in planted.items() if told.get(place) == state)
    there, said = Counter(planted.values()), Counter(told.values())
    return {
        state: (
            both[state] / said[state] if said[state] else 1.0,
            both[state] / there[state] if there[state] else 1.0,
        )
        for state in there | said
    }


@every_seed
@every_shop
def test_every_row_ends_in_the_state_that_was_planted(kind: str, seed: int) -> None:
    """The bar of methods.md §11: precision 0.999, recall 0.99, here for each state of each side."""
    decided = decide(loaded(kind, seed), Settings())
    shop = made(kind, seed)
    for side, file in ((decided.left, shop.orders), (decided.right, shop.bill)):
        told = states_of(side, decided.verdicts)
        found = marks(planted_states(file, told), told)
        assert not {s: m for s, m in found.items() if m[0] < 0.999 or m[1] < 0.99}


@every_seed
@every_shop
def test_both_sides_sum_to_their_files_and_no_cent_is_unaccounted_for(kind: str, seed: int) -> None:
    shop, result = made(kind, seed), compared(loaded(kind, seed))
    tallies, orders, entries = result.states.values(), shop.world.orders, told_entries(shop)
    assert sum(t.left_rows for t in tallies) == len(orders)
    assert sum(t.left_cents for t in tallies) == sum(o.gross - o.refunded for o in orders if o.paid)
    assert sum(t.right_rows for t in tallies) == len(entries)
    assert sum(t.right_cents for t in tallies) == sum(paid_out(entry) for entry in entries)
    assert sum(result.explained.values()) + result.unexplained_cents == result.difference_cents
    rows = result.differences
    assert rows.loc[rows["is_open"], "difference_cents"].sum() == result.unexplained_cents


def told_entries(shop: Shop) -> list[Entry]:
    return [truth for truth in shop.bill.truths.values() if isinstance(truth, Entry)]


def paid_out(entry: Entry) -> int:
    return entry.cents + sum(entry.fees.values())


@every_seed
@every_shop
def test_each_fee_explains_what_was_planted_of_it(kind: str, seed: int) -> None:
    entries = told_entries(made(kind, seed))
    fees: Counter[str] = Counter()
    for entry in entries:
        fees.update({subject: -cents for subject, cents in entry.fees.items()})
        if entry.subject not in {"goods", "refund"} and entry.state is not State.TRANSFER:
            fees[entry.subject] -= entry.cents
    explained = compared(loaded(kind, seed)).explained
    words = {*fees, *explained} - set(State)
    assert {w: explained.get(w, 0) for w in words} == {w: fees[w] for w in words}


@every_shop
def test_the_unexplained_rest_is_what_was_planted_open(kind: str) -> None:
    """Amounts off, orders without money and receipts without an order; nothing else."""
    shop = made(kind, 1)
    open_states = {State.AMOUNT_DIFFERS, State.ORDER_ONLY, State.PAYMENT_ONLY}
    owed = sum(o.gross - o.refunded for o in shop.world.orders if o.state in open_states)
    goods = [e for e in told_entries(shop) if e.subject in {"goods", "refund"}]
    came = sum(e.cents for e in goods if e.state in open_states)
    assert compared(loaded(kind, 1)).unexplained_cents == owed - came


def summary(result: Reconciliation) -> object:
    """Return all that a reconciliation says, but where in the files it stands first."""
    places = [n for n in result.differences.columns if n.endswith(("_source", "_ref"))]
    listed = result.differences.drop(columns=places).astype("str")
    return (
        dict(result.states),
        dict(result.explained),
        result.rate_amount,
        result.rate_count,
        Counter(listed.itertuples(index=False, name=None)),
    )


@every_shop
def test_the_order_of_the_rows_changes_nothing(kind: str) -> None:
    shop, rng = made(kind, 1), np.random.default_rng(9)
    mixed = read([file.shuffled(rng) for file in shop.files])
    assert summary(compared(mixed)) == summary(compared(loaded(kind, 1)))


@every_shop
def test_the_order_of_the_files_changes_nothing(kind: str) -> None:
    turned = read(made(kind, 1).files[::-1])
    assert summary(compared(turned)) == summary(compared(loaded(kind, 1)))


@every_shop
def test_a_file_given_twice_counts_once(kind: str) -> None:
    files = made(kind, 1).files
    renamed = [
        replace(file, export=file.export.with_(name=f"2-{file.export.name}")) for file in files
    ]
    twice = read([*files, *renamed])
    assert summary(compared(twice)) == summary(compared(loaded(kind, 1)))


@every_shop
def test_a_file_in_two_halves_is_the_whole_file(kind: str) -> None:
    halves = read([half for file in made(kind, 1).files for half in file.halves()])
    assert summary(compared(halves)) == summary(compared(loaded(kind, 1)))


@every_shop
def test_exports_that_overlap_are_the_whole_file(kind: str) -> None:
    """But for orders whose number is damaged: they are never taken for the same, and count in each."""
    files = [file.without(damaged_order) for file in made(kind, 1).files]
    halves = [half for file in files for half in file.halves()]
    assert summary(compared(read([*files, *halves]))) == summary(compared(read(files)))


def damaged_order(truth: Order | Entry | None) -> bool:
    return isinstance(truth, Order) and truth.is_damaged
