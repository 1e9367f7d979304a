"""Foreign files are read in a process of their own, so that none of them can hurt anybody else.

One process per file, at most WORKERS at a time, each with a limit of memory, processor and wall time. What
goes in and comes out is text and bytes; large content lies in a private folder that is removed afterwards.
The processes are forked from a server that has imported the readers once and nothing of the caller.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pebble
import pyarrow as pa

from ecreview.intake.archive import unpacked_bytes
from ecreview.intake.guard import GRID_CELLS, UPLOAD_BYTES
from ecreview.intake.readers.compound import MAGIC, grid_cells
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FINDINGS, PARSE_CRASH, PARSE_LIMIT, SYSTEM_BUSY
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from ecreview.model.errors import Previews

WORKERS = 2
QUEUE_SECONDS = 30.0  # others' files may keep all workers busy for so long
WALL_SECONDS = 20.0
WALL_SECONDS_PER_MB = (
    1.0  # several times what reading takes: an honest file must pass on a busy computer
)
ZIP_GROWTH = 20  # exports are texts that shrink to a twentieth
ROOM_BYTES = 1 << 30  # address space above the worker's own size
ROOM_FROM_MB = 20  # a book of 1,000,000 × 20 cells, 126 MB packed, takes 2.44 GiB at its peak
ROOM_BYTES_PER_MB = 24 << 20
ROOM_BYTES_PER_CELL = 160  # of an .xls, whose sheets the engine lays out in full, all at once
CPU_GRACE_SECONDS = 5.0
PIPE_BYTES = 1 << 20  # larger content travels as a file
ERROR_ID_LENGTH = 8

_ALLOCATOR = "ARROW_DEFAULT_MEMORY_POOL"
_OUT_OF_MEMORY = b"memory allocation of"  # what the engine says before it ends the process
_LIMIT_EXITS = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")}

_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_base: Any = multiprocessing.get_context(_START)
_slots = threading.BoundedSemaphore(WORKERS)  # over all callers of this process
_starting = threading.Lock()
_log = logging.getLogger(__name__)

Result = tuple[str, dict[str, pa.Buffer]]
Outcome = Result | FileRefused
Answer = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read.

    Attributes:
        name: name of the upload.
        content: its bytes.
        arguments: what the function takes besides: text, bytes, numbers and tuples of them.
    """

    name: str
    content: bytes = field(repr=False)
    arguments: tuple[Any, ...] = field(default=(), repr=False)  # they may hold passwords

    @property
    def error_id(self) -> str:
        """Return a short word for this content, to find a report again."""
        return sha256(self.content).hexdigest()[:ERROR_ID_LENGTH]


def run_isolated(function: str, jobs: Sequence[Job]) -> Iterator[Outcome]:
    """Yield what the function returns for each job, in order, or why the file was refused.

    Args:
        function: `module:name`; called in a worker as `f(name, content, *arguments)`, it returns a receipt
            as JSON and Arrow IPC bytes per table.
        jobs: the files.
    """
    waiting = deque(enumerate(jobs))
    running: dict[Future[Answer], int] = {}
    ready: dict[int, Outcome] = {}
    with _private_folder() as folder:
        try:
            for index in range(len(jobs)):
                while index not in ready:
                    _start_waiting(function, waiting, running, ready, folder)
                    done = wait(running, return_when=FIRST_COMPLETED).done if running else ()
                    for future in done:
                        at = running.pop(future)
                        ready[at] = _outcome(future, jobs[at], _place(folder, at))
                yield ready.pop(index)
        finally:
            for future in running:
                if not future.done():
                    future.cancel()


def run_inline(function: str, jobs: Sequence[Job]) -> Iterator[Outcome]:
    """Yield the same as `run_isolated`, read in this process: for tests; a bug shows as what it is."""
    call = _function(function)
    for job in jobs:
        try:
            receipt, tables = call(job.name, job.content, *job.arguments)
        except FileRefused as refused:
            yield refused
        else:
            yield receipt, {key: pa.py_buffer(table) for key, table in tables.items()}


def wall_seconds(size: int) -> float:
    """Return how long a file of that many bytes may take.

    Examples:
        >>> wall_seconds(1_000), wall_seconds(300_000_000)
        (20.001, 320.0)
    """
    return WALL_SECONDS + WALL_SECONDS_PER_MB * size / 1_000_000


def _worth(job: Job) -> int:
    """Return how many bytes there may be to read: an archive of texts is many times as large once unpacked.

    The worker counts them exactly; here nothing of the file is looked into.
    """
    size = len(job.content)
    is_zip = job.name.casefold().endswith(".zip")
    return min(size * ZIP_GROWTH, UPLOAD_BYTES) if is_zip else size


def room_bytes(size: int, cells: int = 0) -> int:
    """Return how much memory above its own a worker may take.

    Args:
        size: bytes of the file.
        cells: of the grids of an .xls.
    """
    by_size = int(ROOM_BYTES_PER_MB * max(size / 1_000_000 - ROOM_FROM_MB, 0))
    return ROOM_BYTES + max(by_size, ROOM_BYTES_PER_CELL * min(cells, GRID_CELLS))


class _Process(_base.Process):  # type: ignore[misc] # the class depends on the platform
    """A process that starts as a stranger to its caller, see `_as_stranger`."""

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802 - the name that multiprocessing calls
        with _as_stranger():
            return _base.Process._Popen(process)  # noqa: SLF001 - the hook of this class


@contextmanager
def _as_stranger() -> Iterator[None]:
    """Hide the caller's main module from a process that starts now, and give it a frugal allocator.

    Without this a script without a main guard would run again in each worker, and a web server import
    itself; and Arrow's usual allocator would take a gibibyte of address space at its first use.
    """
    with _starting:
        main, blank = sys.modules["__main__"], ModuleType("__main__")
        allocator = os.environ.get(_ALLOCATOR)
        sys.modules["__main__"] = blank
        os.environ[_ALLOCATOR] = "system"
        try:
            yield
        finally:
            if sys.modules["__main__"] is blank:
                sys.modules["__main__"] = main
            if allocator is None:
                del os.environ[_ALLOCATOR]
            else:
                os.environ[_ALLOCATOR] = allocator


class _Context(type(_base)):  # type: ignore[misc] # the class depends on the platform
    """The platform's way to start processes, with our kind of process."""

    Process = _Process


def _context(function: str) -> Any:
    """Return the context in which workers start; the server imports the first caller's function once."""
    context = _Context()
    if _START == "forkserver":
        context.set_forkserver_preload([function.partition(":")[0], __name__])
    return context


@contextmanager
def _private_folder() -> Iterator[Path | None]:
    """Give a folder for large content, None where there is no place for one."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="ecreview-", ignore_cleanup_errors=True)
    except OSError:
        yield None
        return
    with folder as path:
        yield Path(path)


def _start_waiting(
    function: str,
    waiting: deque[tuple[int, Job]],
    running: dict[Future[Answer], int],
    ready: dict[int, Outcome],
    folder: Path | None,
) -> None:
    """Start as many of the waiting jobs as there are free workers."""
    while waiting and len(running) < WORKERS:
        if not _slots.acquire(timeout=0 if running else QUEUE_SECONDS):
            if not running:
                ready[waiting.popleft()[0]] = FileRefused(SYSTEM_BUSY)
            return
        index, job = waiting.popleft()
        running[_start(function, job, _place(folder, index))] = index


def _place(folder: Path | None, index: int) -> Path | None:
    """Return where the large content of a job goes."""
    return None if folder is None else folder / str(index)


def _start(function: str, job: Job, place: Path | None) -> Future[Answer]:
    """Start a worker for a job; it frees its slot when it ends."""
    content: bytes | str = job.content
    if place is not None and len(job.content) > PIPE_BYTES:
        place.write_bytes(job.content)
        content = str(place)
    launch = pebble.concurrent.process(  # type: ignore[call-overload] # it reads `context`
        timeout=wall_seconds(_worth(job)), context=_context(function)
    )
    future: Future[Answer] = launch(_serve)(
        function, job.name, content, job.arguments, str(place) if place else None
    )
    future.add_done_callback(lambda _: _slots.release())
    return future


def _outcome(future: Future[Answer], job: Job, place: Path | None) -> Outcome:
    """Return what became of a job."""
    limit = FileRefused(PARSE_LIMIT, seconds=f"{wall_seconds(_worth(job)):.0f}")
    try:
        word, *rest = future.result()
    except TimeoutError:
        return limit
    except (pebble.ProcessExpired, OSError, EOFError, MemoryError) as error:
        exit_code = getattr(error, "exitcode", None)
        is_limit = exit_code in _LIMIT_EXITS or _ran_out_of_memory(place)
        return limit if is_limit else _crash(job, f"worker died with code {exit_code}")
    match word:
        case "done":
            return rest[0], {key: _buffer(table) for key, table in rest[1]}
        case "refused":
            return _refusal(*rest)
        case "limit":
            return limit
        case _:
            return _crash(job, rest[0])


def _crash(job: Job, what: str) -> FileRefused:
    """Return the refusal for a reader that broke down; what is known of it goes to the log."""
    _log.error("reading failed, error id %s: %s", job.error_id, what)
    return FileRefused(PARSE_CRASH, id=job.error_id)


def _ran_out_of_memory(place: Path | None) -> bool:
    """Return whether a worker's last words were that it got no more memory."""
    words = None if place is None else _words_of(place)
    return words is not None and words.is_file() and _OUT_OF_MEMORY in words.read_bytes()


def _words_of(place: Path) -> Path:
    """Return the file for what libraries write on a worker's error channel."""
    return place.with_suffix(".err")


def _refusal(code: str, zh: str, en: str, previews: Previews) -> FileRefused:
    """Return the refusal that a worker sent as text."""
    kind = next(kind for kind in FINDINGS if kind.code == code)
    return FileRefused.worded(kind, Text(zh=zh, en=en)).with_previews(previews)


def _buffer(table: bytes | str) -> pa.Buffer:
    """Return a table sent through the pipe, or laid down as a file, without a copy."""
    if isinstance(table, bytes):
        return pa.py_buffer(table)
    with pa.memory_map(table) as mapped:
        return mapped.read_buffer()


def _function(path: str) -> Any:
    """Return the function named `module:name`."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


# --- in the worker ------------------------------------------------------------------------------------------


def _serve(
    function: str, name: str, content: bytes | str, arguments: tuple[Any, ...], place: str | None
) -> Answer:
    """Return the answer to a job as plain values; nothing is thrown over the fence."""
    _silence(place)
    sys.meta_path.insert(0, _NoPandas)
    data = content if isinstance(content, bytes) else Path(content).read_bytes()
    _limit(unpacked_bytes(data), grid_cells(data) if data.startswith(MAGIC) else 0)
    try:
        receipt, tables = _function(function)(name, data, *arguments)
        return "done", receipt, _sent(tables, place)
    except FileRefused as refused:
        return "refused", refused.code, refused.text.zh, refused.text.en, refused.previews
    except MemoryError:
        return ("limit",)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        return "failed", _where(error)


def _sent(tables: dict[str, Any], place: str | None) -> tuple[tuple[str, bytes | str], ...]:
    """Return the tables as bytes, or as names of files where they are large."""
    if place is None or sum(len(memoryview(table)) for table in tables.values()) <= PIPE_BYTES:
        return tuple((key, bytes(table)) for key, table in tables.items())
    sent: list[tuple[str, bytes | str]] = []
    for number, (key, table) in enumerate(tables.items()):
        path = Path(f"{place}.{number}")
        path.write_bytes(memoryview(table))
        sent.append((key, str(path)))
    return tuple(sent)


class _NoPandas:
    """Finds no pandas: pyarrow would import it to look at a list, at the cost of a small file's reading."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Refuse to look for pandas; leave all else to the usual finders."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _silence(place: str | None) -> None:
    """Send what libraries write on the error channel aside: it may hold cells of a customer."""
    path = Path(os.devnull) if place is None else _words_of(Path(place))
    with path.open("wb") as words:
        os.dup2(words.fileno(), 2)


def _limit(size: int, cells: int) -> None:
    """Limit memory and processor time of this process, where the system can; see `room_bytes`."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - exists only here

    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + wall_seconds(size) + CPU_GRACE_SECONDS) + 1
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, cpu)]
    if (own := _own_bytes()) is not None:
        limits.append((resource.RLIMIT_AS, own + room_bytes(size, cells)))
    for what, limit in limits:
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard < 0 else min(limit, hard), hard))


def _own_bytes() -> int | None:
    """Return the address space in use, None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _where(error: BaseException) -> str:
    """Return kind and place of an error, never its message: that may hold cells of a customer."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "?" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return f"{type(error).__name__} at {place}"
