from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from ecreview.intake import worker
from ecreview.intake.guard import UPLOAD_BYTES
from ecreview.intake.worker import Job, run_inline, run_isolated
from ecreview.model.errors import FileRefused
from tests.intake.books import book, number, row

HERE = "tests.intake.jobs"
ROOT = Path(__file__).resolve().parents[2]


def outcome(function: str, content: bytes = b"x", *arguments: object) -> worker.Outcome:
    (only,) = run_isolated(f"{HERE}:{function}", [Job("a.csv", content, arguments)])
    return only


def code_of(result: worker.Outcome) -> str:
    assert isinstance(result, FileRefused)
    return result.code


def test_results_come_back_in_order_as_text_and_buffers() -> None:
    jobs = [Job(f"{i}.csv", bytes([65 + i]), (i,)) for i in range(5)]
    results = list(run_isolated(f"{HERE}:echo", jobs))
    assert [r[0] for r in results if isinstance(r, tuple)] == [f"{i}.csv {i}" for i in range(5)]
    assert [r[1]["t"].to_pybytes() for r in results if isinstance(r, tuple)] == [
        b"A",
        b"B",
        b"C",
        b"D",
        b"E",
    ]


def test_content_and_results_too_large_for_the_pipe_arrive_whole_and_leave_nothing_behind() -> None:
    before = set(Path(tempfile.gettempdir()).glob("ecreview-*"))
    content = os.urandom(worker.PIPE_BYTES + 1)
    result = outcome("echo", content, 1)
    assert isinstance(result, tuple)
    assert result[1]["t"].to_pybytes() == content
    assert set(Path(tempfile.gettempdir()).glob("ecreview-*")) <= before


def test_without_a_place_for_files_everything_goes_through_the_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    result = outcome("echo", b"y" * (worker.PIPE_BYTES + 1), 1)
    assert isinstance(result, tuple)
    assert len(result[1]["t"]) == worker.PIPE_BYTES + 1


def test_a_refusal_keeps_its_code_and_both_texts() -> None:
    result = outcome("refuse")
    assert isinstance(result, FileRefused)
    assert (result.code, result.text.zh) == (
        "FILE_TOO_BIG",
        "文件 301 MB，超过 300 MB 上限；请按月份拆分后上传。",
    )
    assert result.text.en.startswith("The file is 301 MB;")
    assert result.kind.code == "FILE_TOO_BIG"


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("abort", "PARSE_CRASH"),
        ("leave", "PARSE_CRASH"),
        ("bug", "PARSE_CRASH"),
        ("panic", "PARSE_CRASH"),
        ("killed", "PARSE_LIMIT"),
        ("greedy", "PARSE_LIMIT"),
        ("memory_words", "PARSE_LIMIT"),
    ],
)
def test_a_reader_that_breaks_down_costs_its_own_file_only(function: str, code: str) -> None:
    jobs = [Job("bad", b"x", ("bad", function)), Job("good", b"x", ("good", function))]
    bad, good = run_isolated(f"{HERE}:only_bad", jobs)
    assert code_of(bad) == code
    assert isinstance(good, tuple)


def test_the_error_id_is_the_same_for_the_same_content() -> None:
    first, again = outcome("bug"), outcome("bug")
    assert isinstance(first, FileRefused)
    assert isinstance(again, FileRefused)
    assert first.text == again.text
    assert Job("x", b"x").error_id in first.text.en


def test_the_log_names_the_place_of_a_bug_and_no_value(caplog: pytest.LogCaptureFixture) -> None:
    outcome("bug")
    assert "ValueError at" in caplog.text
    assert "13800138000" not in caplog.text


def test_a_reader_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WALL_SECONDS", 0.5)
    begun = time.monotonic()
    assert code_of(outcome("sleep")) == "PARSE_LIMIT"
    assert time.monotonic() - begun < 10


def test_limits_grow_with_large_uploads() -> None:
    assert worker.wall_seconds(0) == 20.0
    assert worker.wall_seconds(145_000_000) == pytest.approx(165.0)
    assert worker.room_bytes(20_000_000) == 1 << 30
    assert worker.room_bytes(120_000_000) == (1 << 30) + 100 * (24 << 20)


def test_an_old_book_may_take_what_the_grids_of_its_sheets_need_and_no_more_than_the_largest_book() -> (
    None
):
    grid = 65_536 * 256
    assert worker.room_bytes(40_000, grid) == (1 << 30) + 160 * grid
    assert worker.room_bytes(40_000, 3 * grid) == (1 << 30) + 160 * 20_000_000


def test_a_file_waits_for_a_free_worker_and_is_told_when_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "QUEUE_SECONDS", 0.1)
    monkeypatch.setattr(worker, "_slots", threading.BoundedSemaphore(1))
    worker._slots.acquire()
    assert code_of(outcome("echo", b"x", 1)) == "SYSTEM_BUSY"
    worker._slots.release()
    assert isinstance(outcome("echo", b"x", 1), tuple)


def test_a_caller_that_stops_listening_frees_the_workers() -> None:
    roles = [("good", "sleep"), *[("bad", "sleep")] * 4]
    results = run_isolated(f"{HERE}:only_bad", [Job("a", b"x", role) for role in roles])
    next(results)
    results.close()  # type: ignore[attr-defined] # a generator
    begun = time.monotonic()
    assert isinstance(outcome("echo", b"x", 1), tuple)
    assert time.monotonic() - begun < 10


def test_workers_import_nothing_of_the_caller() -> None:
    script = (
        "from ecreview.intake.worker import Job, run_isolated\n"
        f"print([r[0] for r in run_isolated('{HERE}:modules', [Job('a', b'x')])])\n"
    )
    path = Path(tempfile.mkdtemp()) / "without_a_main_guard.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert done.stdout.strip() == "['pandas False, script False']", done.stderr


def test_a_thread_may_call_as_well_as_a_script() -> None:
    found: list[worker.Outcome] = []
    thread = threading.Thread(target=lambda: found.append(outcome("echo", b"x", 1)))
    thread.start()
    thread.join()
    assert isinstance(found[0], tuple)


def test_read_in_this_process_the_same_comes_back_and_a_bug_shows() -> None:
    (result,) = run_inline(f"{HERE}:echo", [Job("a", b"x", (1,))])
    assert isinstance(result, tuple)
    assert (result[0], result[1]["t"].to_pybytes()) == ("a 1", b"x")
    (refused,) = run_inline(f"{HERE}:refuse", [Job("a", b"x")])
    assert code_of(refused) == "FILE_TOO_BIG"
    with pytest.raises(ValueError, match="13800138000"):
        list(run_inline(f"{HERE}:bug", [Job("a", b"x")]))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (
            "far.xlsx",
            book(row(1, number("A1", "1")) + row(1_048_576, number("XFD1048576", "2"))),
            "GRID_TOO_BIG",
        ),
        ("empty.csv", b"", "FILE_EMPTY"),
        ("订单.xlsx", b"%PDF-1.7", "FILE_UNKNOWN"),
    ],
)
def test_a_hostile_upload_gets_a_named_code_and_this_process_lives(
    name: str, content: bytes, code: str
) -> None:
    (result,) = run_isolated(f"{HERE}:read", [Job(name, content)])
    assert code_of(result) == code


def test_a_zip_may_take_as_long_as_the_texts_in_it_and_no_longer_than_the_largest_upload() -> None:
    packed = bytes(1_000_000)
    assert worker._worth(Job("账单.zip", packed)) == 20_000_000
    assert worker._worth(Job("账单.csv", packed)) == 1_000_000
    assert worker._worth(Job("账单.ZIP", bytes(16_000_000))) == UPLOAD_BYTES
