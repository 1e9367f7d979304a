"""What the groups of buyers are like: numbered, named in plain words, with their medians and a treatment.

A name comes from the two largest deviations of the group's median from that of all buyers, in robust units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.strategy.features import Feature, plain_points
from ecreview.model.text import Text, join_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLEARLY_OFF = 0.25  # a group is named only by deviations of this many robust units
_AVERAGE = Text(zh="各方面居中", en="average in all")
_NUMBERED = Text(zh="{name}（{n}）", en="{name} ({n})")


@dataclass(frozen=True, slots=True)
class Group:
    """One group; money in cents.

    Attributes:
        number: from 1 on by median amount; 0 = no positive amount.
        medians: per feature key, in its unit.
    """

    number: int
    name: Text
    treatment: Text
    buyers: int
    amount_cents: int
    medians: tuple[tuple[str, float], ...]


def describe_groups(
    labels: NDArray[np.int64],
    features: tuple[Feature, ...],
    money: NDArray[np.int64],
) -> tuple[Group, ...]:
    """Return the groups numbered by median amount, the highest first; none without labels.

    Args:
        labels: group per buyer.
        features: what is told of the groups; twins of others are among them.
        money: cents per buyer.
    """
    members = sorted(
        (labels == label for label in np.unique(labels)),
        key=lambda inside: (-np.median(money[inside]), -inside.sum()),
    )
    if not members:
        return ()
    off = _deviations(plain_points(features), members)
    names = _names(off, features)
    return tuple(
        Group(
            i + 1,
            names[i],
            _treatment(off[i], features),
            int(inside.sum()),
            int(money[inside].sum()),
            tuple((f.key, float(np.median(f.data[inside]))) for f in features),
        )
        for i, inside in enumerate(members)
    )


def _treatment(deviations: NDArray[np.float64], features: tuple[Feature, ...]) -> Text:
    """Return what usually pays, by the largest deviation."""
    strongest = int(np.argmax(np.abs(deviations)))
    feature = features[strongest]
    return feature.if_high if deviations[strongest] > 0 else feature.if_low


def _deviations(
    points: NDArray[np.float64], groups: list[NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """Return per group and feature how far its median lies from that of all, in robust units.

    A feature whose median deviation is 0 (most buyers bought once) is measured in standard deviations.
    """
    middle = np.median(points, axis=0)
    spread = 1.4826 * np.median(np.abs(points - middle), axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    return np.stack([(np.median(points[inside], axis=0) - middle) / spread for inside in groups])


def _names(off: NDArray[np.float64], features: tuple[Feature, ...]) -> list[Text]:
    """Return a name per group from its two largest deviations; a name already taken uses the third."""
    names: list[Text] = []
    for deviations in off:
        order = [
            i
            for i in np.argsort(-np.abs(deviations), kind="stable")
            if abs(deviations[i]) >= CLEARLY_OFF
        ]
        words = [features[i].high if deviations[i] > 0 else features[i].low for i in order]
        pairs = [words[:2], [*words[:1], *words[2:3]], words[1:3], words[:3]]
        options = [join_texts(pair) for pair in pairs if pair] or [_AVERAGE]
        again = _NUMBERED.fill(name=options[0], n=len(names) + 1)
        names.append(next((name for name in options if name not in names), again))
    return names


def empty_handed(money: NDArray[np.int64]) -> Group:
    """Return the group of those without a positive amount."""
    return Group(
        0,
        Text(zh="金额不为正的买家", en="No positive amount"),
        Text(zh="先查退款和赠品，不发营销", en="look into refunds and gifts first, no marketing"),
        len(money),
        int(money.sum()),
        (),
    )
