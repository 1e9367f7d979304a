"""The colours by meaning, light and dark; shared by the charts and the workbook.

Each meaning also has a second sign (arrow, dash, shape, word), so that colour never stands alone. Good and bad
stay apart under red-green blindness, and words reach a contrast of 4.5 : 1; the light set serves for print too.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecreview.model.section import Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, as `#RRGGBB`.

    Attributes:
        actual … unknown: what a mark means, one per `Tone`.
        caution_ink: caution as text; the mark's own colour is too light for letters.
        ink, mute, faint: text, secondary text, axis labels.
        line, panel, paper: grid and borders, cards, background.
        sequential: from near the background (little) to far from it (much).
        categorical: series without a meaning of their own.
    """

    actual: str
    baseline: str
    target: str
    good: str
    bad: str
    caution: str
    caution_ink: str
    total: str
    unknown: str
    ink: str
    mute: str
    faint: str
    line: str
    panel: str
    paper: str
    sequential: tuple[str, ...]
    categorical: tuple[str, ...]

    def tone(self, tone: Tone | str) -> str:
        """Return the colour of a mark of that meaning."""
        colour: str = getattr(self, Tone(tone).value)
        return colour

    def ink_of(self, tone: Tone | str) -> str:
        """Return the colour of words about a mark of that meaning."""
        match Tone(tone):
            case Tone.CAUTION:
                return self.caution_ink
            case Tone.BASELINE | Tone.UNKNOWN:
                return self.mute
            case other:
                return self.tone(other)

    def step(self, value: float, peak: float) -> int:
        """Return which sequential colour stands for a value between 0 and the peak.

        Examples:
            >>> LIGHT.step(0, 10), LIGHT.step(10, 10), LIGHT.step(3, 0)
            (0, 9, 0)
        """
        share = value / peak if peak > 0 else 0.0
        return min(max(int(share * len(self.sequential)), 0), len(self.sequential) - 1)


DARK_STEPS_FROM = 6  # from this sequential colour on, words on it take the colour of the paper

LIGHT = Palette(
    actual="#2F57C9", baseline="#A7B2C4", target="#1B2433", good="#0B8468", bad="#C8431B",
    caution="#B7791F", caution_ink="#855510", total="#4A5568", unknown="#C3CAD6",
    ink="#1B2433", mute="#5B6678", faint="#6B7789", line="#E3E7EE", panel="#F4F6F9", paper="#FFFFFF",
    sequential=("#F3F6FD", "#E2E9FA", "#CCD8F6", "#B2C3F0", "#94ABE8", "#7C98E1", "#4B6DCC",
                "#3A5EBE", "#2C4FAD", "#1E3C8A"),
    categorical=("#2F57C9", "#A7B2C4", "#0B8468", "#C8431B", "#B7791F", "#7A5BB8", "#3C8FB5", "#5B6678"),
)  # fmt: skip
DARK = Palette(
    actual="#86A3F7", baseline="#5D687B", target="#E4E8EF", good="#3DBE9E", bad="#F2875F",
    caution="#DDA74A", caution_ink="#E9BF76", total="#8692A6", unknown="#465064",
    ink="#E4E8EF", mute="#A2ADBE", faint="#7C879A", line="#2C3442", panel="#1B212C", paper="#12161E",
    sequential=("#1A2130", "#1F2A43", "#253457", "#2C406D", "#364E86", "#3E588F", "#6483D2",
                "#7894E0", "#92ABF1", "#B5C7FB"),
    categorical=("#86A3F7", "#5D687B", "#3DBE9E", "#F2875F", "#DDA74A", "#B59BEA", "#6BB8D9", "#A2ADBE"),
)  # fmt: skip
