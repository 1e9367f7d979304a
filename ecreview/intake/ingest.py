"""Uploads → dataset: each file read by the worker, the tables put together; nothing is parsed in this process."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.assemble import Part, assemble
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.intake.preamble import export_time
from ecreview.intake.wire import FileAnswer, load
from ecreview.intake.worker import Job, run_isolated
from ecreview.model.dataset import Dataset, FileReceipt, Refusal, Upload
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_DUPLICATE
from ecreview.model.findings import Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ecreview.intake.worker import Outcome

_CLEAN_FILE = "ecreview.intake.clean_file:clean_file"
_READ = Text(zh="已读取 {name}", en="Read {name}")


def ingest(
    uploads: Sequence[Upload],
    *,
    choices: Choices = NO_CHOICES,
    salt: bytes = b"",
    passwords: tuple[str, ...] = (),
    run: Callable[[str, Sequence[Job]], Iterator[Outcome]] = run_isolated,
    progress: Callable[[Text, int, int], None] | None = None,
) -> Dataset:
    """Return the dataset of the uploads; a file that cannot be used stands in it with its refusal.

    Args:
        uploads: in the order in which they were given.
        choices: what a person chose about recognition and columns.
        salt: key of the hashes that stand for buyers.
        passwords: tried in order on each encrypted file; they are neither kept nor part of the version.
        run: how the worker is run.
        progress: told what was done, how much is done, and out of how much.
    """
    first = {upload.digest: number for number, upload in reversed(list(enumerate(uploads)))}
    numbers = sorted(first.values())
    jobs = [
        Job(u.name, u.content, (choices.to_json(), salt, passwords))
        for u in (uploads[n] for n in numbers)
    ]
    answers: dict[int, FileAnswer] = {}
    parts: list[Part] = []
    for done, (number, outcome) in enumerate(zip(numbers, run(_CLEAN_FILE, jobs), strict=True)):
        answers[number], own = _hear(uploads[number], number, outcome)
        parts += own
        if progress:
            progress(_READ.fill(name=uploads[number].name), done + 1, len(numbers))
    receipts = [_receipt(upload, number, first, answers) for number, upload in enumerate(uploads)]
    findings = [finding for answer in answers.values() for finding in answer.findings]
    findings += _repeated(uploads, first)
    return assemble(
        receipts,
        _by_age(parts, receipts),
        findings=findings,
        choices=choices,
        version=_version(receipts, choices),
    )


def _hear(upload: Upload, number: int, outcome: Outcome) -> tuple[FileAnswer, list[Part]]:
    """Return what the worker said about a file, and its tables."""
    if isinstance(outcome, FileRefused):
        error = Refusal(outcome.code, outcome.text, outcome.previews)
        receipt = FileReceipt(upload.name, upload.digest, len(upload.content), "", error=error)
        return FileAnswer(receipt), []
    said, streams = outcome
    answer = load(FileAnswer, said)
    return answer, [
        Part(number, int(key), pa.ipc.open_stream(stream).read_all(), answer.facts[int(key)])
        for key, stream in streams.items()
    ]


def _receipt(
    upload: Upload, number: int, first: Mapping[str, int], answers: Mapping[int, FileAnswer]
) -> FileReceipt:
    """Return the receipt of an upload; one that was given before has no tables of its own."""
    if number in answers:
        return answers[number].receipt
    return replace(answers[first[upload.digest]].receipt, name=upload.name, tables=())


def _repeated(uploads: Sequence[Upload], first: Mapping[str, int]) -> list[Finding]:
    """Return one finding per upload whose content was given before."""
    return [
        Finding(
            FILE_DUPLICATE,
            Place(upload.name),
            1,
            1,
            values=(("name", uploads[first[upload.digest]].name),),
        )
        for number, upload in enumerate(uploads)
        if first[upload.digest] != number
    ]


def _by_age(parts: Sequence[Part], receipts: Sequence[FileReceipt]) -> list[Part]:
    """Return the parts, the exports of each table oldest first.

    The export times tell their age where each of a table's files has one, in a line of its own or in its
    name, else the order of the upload.
    """
    own: dict[tuple[str | None, str | None], list[Part]] = {}
    for part in parts:
        table = receipts[part.file].tables[part.table]
        own.setdefault((table.table, table.platform), []).append(part)
    return [part for group in own.values() for part in _oldest_first(group, receipts)]


def _oldest_first(parts: Sequence[Part], receipts: Sequence[FileReceipt]) -> list[Part]:
    """Return the exports of one table and platform, oldest first."""
    told = {
        part.file: part.facts.get("exported_at") or export_time(receipts[part.file].name)
        for part in parts
    }
    times = {file: time for file, time in told.items() if time}
    if len(times) < len(told):
        times = {}
    return sorted(parts, key=lambda part: (times.get(part.file, ""), part.file, part.table))


def _version(receipts: Sequence[FileReceipt], choices: Choices) -> str:
    """Return the digest of what decides the dataset; the salt only names buyers and is left out.

    Of the passwords it is told which files they did not open.
    """
    said = [f"{r.digest} {r.name} {r.error.code if r.error else ''}" for r in receipts]
    return sha256("\n".join([*said, choices.to_json()]).encode()).hexdigest()
