"""What stops the work on one file or one call.

    ReviewError
      ├─ FileRefused     this file cannot be used; the others go on
      └─ NothingUsable   no file was usable, so there is no review

A bug is none of these: it raises as it is and fails a test. Imperfect data are `Finding` values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.model.findings import FindingKind

    Previews = tuple[tuple[str, tuple[str, ...]], ...]


class ReviewError(Exception):
    """Something a person can mend, said in both languages.

    Attributes:
        code: stable upper-case word, the same in every language.
        text: what happened and what to do.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"[{code}] {text.en}")
        self.code = code
        self.text = text


class FileRefused(ReviewError):
    """One uploaded file cannot be used; its kind says why and what to do.

    Attributes:
        previews: encodings to choose from and the first lines as each of them reads; empty unless asked for.
    """

    previews: Previews = ()

    def __init__(self, kind: FindingKind, /, **values: Text | str | float) -> None:
        super().__init__(kind.code, kind.message.fill(**values))
        self.kind = kind

    @classmethod
    def worded(cls, kind: FindingKind, text: Text) -> FileRefused:
        """Return a refusal whose message is filled in already."""
        refused = cls.__new__(cls)
        ReviewError.__init__(refused, kind.code, text)
        refused.kind = kind
        return refused

    def with_previews(self, previews: Previews) -> FileRefused:
        """Return the refusal as a question: which of these encodings shows a readable text."""
        self.previews = previews
        return self


class NothingUsable(ReviewError):
    """None of the uploaded files holds a table that a review can use."""

    def __init__(self) -> None:
        super().__init__(
            "NOTHING_USABLE",
            Text(
                zh="没有可用的表格。请至少上传一份订单或流量导出。",
                en="No usable table. Upload at least one orders or traffic export.",
            ),
        )
