"""What a person may tell about costs that no file tells; all blank at first, since a rate made up is no cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY_PLATFORM = "*"


@dataclass(frozen=True, slots=True)
class CostSettings:
    """Rates and prices for what the files leave out; None = not told. Money in cents.

    Attributes:
        fee_rates: platform fees as a fraction of net sales by platform; `*` = all that are not named.
        payment_rate: payment fee as a fraction of net sales.
        freight: of one parcel to the buyer.
        return_freight: that the shop pays for a parcel that comes back.
        packaging: of one parcel.
        resaleable: share of returned goods that can be sold again.
        fixed: costs of the review period that do not depend on orders, by name: wages, rent …
    """

    fee_rates: Mapping[str, float] = field(default_factory=dict)
    payment_rate: float | None = None
    freight: int | None = None
    return_freight: int | None = None
    packaging: int | None = None
    resaleable: float = 1.0
    fixed: Mapping[str, int] = field(default_factory=dict)

    def fee_rate(self, platform: str) -> float | None:
        """Return the fee rate of the platform, None where none was told."""
        return self.fee_rates.get(platform, self.fee_rates.get(EVERY_PLATFORM))
