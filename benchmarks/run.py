"""Compare ecreview with plain scripts that do the same job, as ratios of CPU time.

    python benchmarks/run.py [--rows 100000 …] [--match-rows 1000000] [--rounds 5] [--folder DIR]
                             [--retail "Online Retail.xlsx"] [--read-rows 1000000]

Each case is a process of its own. The main job is compared by its whole CPU time, which comes from the
operating system, imports and workers included: orphans of a case (the server that forks the workers) come
back to this process, which waits for all of them. `--retail` adds the public UCI Online Retail workbook,
which has no bill. Matching, about a second, is compared by its CPU time once the tables are loaded; so is
reading a file (`--read-rows`), with its peak memory, and by how much a server grows that has it read. Cases
of one job run in turns (A B A B …), the first round is dropped, medians are compared. A time counts only if
the control figures of all cases agree with each other and with those known for the input.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from make_inputs import write_orders, write_pair

HERE = Path(__file__).resolve().parent
# What the recipe of the inputs gives, whatever reads it.
CONTROLS = {
    ("main", 100_000): {
        "rows_kept": 98_068,
        "paid_cents": 4_910_781_152,
        "buyers": 30_889,
        "payment_rows": 94_998,
        "payment_cents": 4_763_462_012,
        "ids_that_differ": 9_276,
    },
    ("retail", 541_909): {"rows_kept": 536_641, "cents": 972_600_695},
    ("match", 1_000_000): {
        "order_only": 70_000,
        "payment_only": 50_000,
        "twice": 20_000,
        "differs": 27_306,
    },
}
# Largest ratio of our CPU time to the peer's that a release may have, from so many rows on: below them the
# imports outweigh the work.
FLOOR_ROWS = {
    "main": 100_000,
    "retail": 541_909,
    "match": 1_000_000,
    "read xlsx": 1_000_000,
    "read csv": 1_000_000,
}
FLOORS = {
    ("main", "openpyxl"): 0.16,
    ("main", "calamine"): 0.60,
    ("retail", "openpyxl"): 0.16,
    ("retail", "calamine"): 0.50,
    ("match", "merge"): 0.25,
    ("match", "duckdb"): 1.3,
    ("read xlsx", "strings"): 1.3,
    ("read csv", "strings"): 1.3,
}
PEAK_FLOORS = {("read xlsx", "pandas"): 0.6}
GROWTH_MB = (
    300  # memory of its own that a server may take for a file and keep, its dataset included
)
BY_WORK = frozenset({"match", "read xlsx", "read csv"})  # imports are not what is compared
PR_SET_CHILD_SUBREAPER = 36  # Linux: orphans below this process become its children


@dataclass(frozen=True, slots=True)
class Case:
    """One program that does a job.

    Attributes:
        job: main, retail, match, read xlsx or read csv.
        name: ours, or the peer's.
        command: arguments after the Python executable.
    """

    job: str
    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a case: CPU seconds that are compared, peak memory and control figures."""

    cpu: float
    peak_mb: float
    controls: dict[str, int]


def main_cases(folder: Path, rows: int) -> list[Case]:
    """Return the cases of the main job; peers whose packages are absent are left out."""
    job = (f"{folder}/orders_{rows}.xlsx", f"{folder}/payments_{rows}.csv", f"{folder}/out.xlsx")
    peer = str(HERE / "peers/naive_pandas.py")
    return [
        Case("main", "ours", (str(HERE / "ours.py"), "main", *job)),
        Case("main", "complete", (str(HERE / "ours.py"), "complete", *job)),
        *(Case("main", engine, (peer, *job, engine)) for engine in engines()),
    ]


def retail_cases(folder: Path, workbook: Path) -> list[Case]:
    """Return the cases of the main job on order lines without a bill."""
    job = (str(workbook), f"{folder}/out.xlsx")
    peer = str(HERE / "peers/naive_pandas.py")
    return [
        Case("retail", "ours", (str(HERE / "ours.py"), "retail", *job)),
        *(Case("retail", engine, (peer, *job, engine)) for engine in engines()),
    ]


def engines() -> list[str]:
    """Return the engines of the peers that are installed."""
    return ["openpyxl", *(["calamine"] if importlib.util.find_spec("python_calamine") else [])]


def match_cases(folder: Path, rows: int) -> list[Case]:
    """Return the cases of matching two tables."""
    pair = (f"{folder}/match_left_{rows}.arrow", f"{folder}/match_right_{rows}.arrow")
    return [
        Case("match", "ours", (str(HERE / "ours.py"), "match", *pair)),
        Case("match", "told", (str(HERE / "ours.py"), "told", *pair)),
        Case("match", "merge", (str(HERE / "peers/merge.py"), *pair)),
        *(
            [Case("match", "duckdb", (str(HERE / "peers/duckdb_join.py"), *pair))]
            if importlib.util.find_spec("duckdb")
            else []
        ),
    ]


def read_cases(folder: Path, rows: int, ending: str) -> list[Case]:
    """Return the cases of reading one file as text."""
    file, peer = f"{folder}/orders_{rows}.{ending}", str(HERE / "peers/bare_read.py")
    return [
        Case(f"read {ending}", "ours", (str(HERE / "ours.py"), "read", file)),
        Case(f"read {ending}", "strings", (peer, file, "strings")),
        Case(f"read {ending}", "pandas", (peer, file, "pandas")),
    ]


def measure(case: Case) -> Run:
    """Return what one run of the case cost.

    Raises:
        RuntimeError: the case failed.
    """
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": path}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # the first round compiles, as a first start does
    process = subprocess.Popen(
        [sys.executable, *case.command], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None  # noqa: S101 - it was asked for
    said = process.stdout.read()
    cpu, peak = 0.0, 0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{case.job}/{case.name} failed with {process.returncode}")
    told = json.loads(said.splitlines()[-1])
    return Run(told["work"] if case.job in BY_WORK else cpu, peak / 1024, told["controls"])


def check(job: str, rows: int, runs: dict[str, list[Run]]) -> list[str]:
    """Return where control figures disagree, between the cases or with the known ones."""
    known: dict[str, Any] = dict(CONTROLS.get((job, rows), {}))
    wrong = []
    for name, (first, *_) in runs.items():
        for key, value in first.controls.items():
            if known.setdefault(key, value) != value:
                wrong.append(f"{job}/{name}: {key} is {value}, not {known[key]}")
    return wrong


def tell(job: str, rows: int, runs: dict[str, list[Run]]) -> list[str]:
    """Print the costs of a job and return the floors it misses."""
    ours = median(run.cpu for run in runs["ours"])
    missed = []
    for name, all_runs in runs.items():
        cpu = [run.cpu for run in all_runs]
        ratio = ours / median(cpu)
        floor = FLOORS.get((job, name)) if rows >= FLOOR_ROWS[job] else None
        print(
            f"{job:9} {rows:>9,} {name:9} {median(cpu):8.2f} s ({min(cpu):.2f} - {max(cpu):.2f})"
            f" {max(run.peak_mb for run in all_runs):7.0f} MB   ours : {name} = {ratio:.3f}"
            + (f" (floor {floor})" if floor else "")
        )
        if floor and ratio > floor:
            missed.append(f"{job}/{name}: {ratio:.3f} is above {floor}")
        peak = _peak(runs["ours"]) / _peak(all_runs)
        limit = PEAK_FLOORS.get((job, name)) if rows >= FLOOR_ROWS[job] else None
        if limit:
            print(f"{'':17} peak memory of ours : {name} = {peak:.2f} (floor {limit})")
        if limit and peak > limit:
            missed.append(f"{job}/{name}: peak memory {peak:.2f} is above {limit}")
    return missed


def _peak(runs: list[Run]) -> float:
    """Return the most memory that a run took."""
    return max(run.peak_mb for run in runs)


def tell_growth(folder: Path, rows: int, ending: str) -> list[str]:
    """Print by how much a server grows that has a file read; return what is above the floor."""
    command = (str(HERE / "ours.py"), "grow", f"{folder}/orders_{rows}.{ending}")
    grown = measure(Case("grow", "ours", command)).controls
    print(
        f"grow {ending:4} {rows:>9,} {grown['own_mb']} MB (floor {GROWTH_MB}), with pages of the worker's file"
        f" {grown['resident_mb']} MB, at most {grown['peak_mb']} MB"
    )
    is_large = rows >= FLOOR_ROWS["read xlsx"] and grown["own_mb"] > GROWTH_MB
    return [f"grow {ending}: {grown['own_mb']} MB is above {GROWTH_MB}"] if is_large else []


def compare(rows: int, chosen: list[Case], rounds: int) -> list[str]:
    """Run the cases of a job in turns, print what they cost and return what is wrong."""
    turns = [[measure(case) for case in chosen] for _ in range(rounds + 1)][1:]
    runs = {c.name: list(r) for c, r in zip(chosen, zip(*turns, strict=True), strict=True)}
    job = chosen[0].job
    return check(job, rows, runs) + tell(job, rows, runs)


def main() -> int:
    """Run all cases and return 1 where figures disagree or a floor is missed."""
    parser = argparse.ArgumentParser(description="ecreview against plain scripts, as ratios")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--match-rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=HERE / "data")
    parser.add_argument("--retail", type=Path, default=None)
    parser.add_argument("--read-rows", type=int, default=0)
    call = parser.parse_args()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    troubles = []
    for rows in call.rows:
        write_orders(call.folder, rows)
        troubles += compare(rows, main_cases(call.folder, rows), call.rounds)
    if call.retail:
        troubles += compare(541_909, retail_cases(call.folder, call.retail), call.rounds)
    if call.read_rows:
        write_orders(call.folder, call.read_rows)
        for ending in ("xlsx", "csv"):
            cases = read_cases(call.folder, call.read_rows, ending)
            troubles += compare(call.read_rows, cases, call.rounds)
            if sys.platform == "linux":
                troubles += tell_growth(call.folder, call.read_rows, ending)
    write_pair(call.folder, call.match_rows)
    troubles += compare(call.match_rows, match_cases(call.folder, call.match_rows), call.rounds)
    print("\n".join(troubles) or "all control figures agree, all floors hold")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
