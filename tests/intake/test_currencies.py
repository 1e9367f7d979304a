"""Amounts of several currencies are never added up unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.currencies import mixed_currencies

if TYPE_CHECKING:
    from ecreview.model.findings import Finding

Rows = list[tuple[str | None, str | None]]


def told(**tables: Rows) -> tuple[Finding, ...]:
    return mixed_currencies(
        {
            key: pa.table(
                {
                    "platform": pa.array([platform for platform, _ in rows], pa.large_string()),
                    "currency": pa.array([currency for _, currency in rows], pa.large_string()),
                    "source_file": ["a.csv"] * len(rows),
                }
            )
            for key, rows in tables.items()
        }
    )


def test_two_currencies_in_one_table_are_told_with_all_rows_of_money() -> None:
    (finding,) = told(orders=[("shopify", "USD"), ("shopify", "CAD"), ("shopify", "USD")])
    assert finding.kind.code == "CURRENCY_MIXED"
    assert (finding.count, finding.of) == (3, 3)
    assert finding.message.en.startswith("The data hold several currencies (CAD, USD)")


def test_currencies_of_two_tables_are_a_mixture_as_well() -> None:
    (finding,) = told(order_lines=[("shopify", "USD")], ad_spend=[("meta", "EGP")])
    assert "EGP、USD" in finding.message.zh


def test_one_currency_is_no_mixture() -> None:
    assert not told(orders=[("shopify", "USD")], payments=[("shopify", "USD")])


def test_files_that_name_no_currency_are_no_mixture() -> None:
    assert not told(orders=[("taobao", None)], payments=[("alipay", None)])


def test_a_row_without_a_currency_has_the_one_of_its_platform() -> None:
    assert not told(order_lines=[("ebay", None)], payments=[("ebay", "USD")])


def test_a_platform_that_names_no_currency_beside_one_that_does_is_told() -> None:
    (finding,) = told(orders=[("taobao", None), ("shopify", "USD")])
    assert "USD, not stated" in finding.message.en


def test_tables_without_money_say_nothing() -> None:
    assert not told(tickets=[("shopify", "USD"), ("etsy", "EUR")])
