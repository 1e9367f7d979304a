"""The command line: `ecreview review | inspect | app | sample`.

Exit codes: 0 a review was made (or the files were inspected), 2 no file could be used, 64 a wrong call,
70 a defect of ours. Nobody sees a traceback. Messages are in the language chosen by `--lang`.

The commands are imported when they run: a parsing worker that imports this module stays light.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ecreview import __version__
from ecreview.cli.oneshot import collect_rarely
from ecreview.model.errors import NothingUsable, ReviewError

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_OK, EXIT_NOTHING_USABLE, EXIT_WRONG_CALL, EXIT_DEFECT, EXIT_STOPPED = 0, 2, 64, 70, 130


class WrongCall(Exception):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    """A parser that reports a wrong call instead of ending the process itself."""

    def error(self, message: str) -> NoReturn:
        """Raise the wrong call."""
        raise WrongCall(f"{self.prog}: {message}")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(
        prog="ecreview", description="Review an e-commerce campaign from its spreadsheets."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_review(commands.add_parser("review", help="make a review of the files"))
    _add_inspect(
        commands.add_parser("inspect", help="say what each file is and where its rows ended")
    )
    _add_app(commands.add_parser("app", help="start the browser app"))
    _add_sample(commands.add_parser("sample", help="write the made-up sample campaign"))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        call = build_parser().parse_args(argv)
        if call.command != "app":
            collect_rarely()
        return int(import_module(f"ecreview.cli.{call.command}").run(call))
    except WrongCall as wrong:
        _complain(str(wrong))
        return EXIT_WRONG_CALL
    except ReviewError as error:
        _complain(f"[{error.code}] {error.text.zh} / {error.text.en}")
        return EXIT_NOTHING_USABLE if isinstance(error, NothingUsable) else EXIT_WRONG_CALL
    except (BrokenPipeError, KeyboardInterrupt):  # the reader went away, or a person stopped it
        return EXIT_STOPPED
    except Exception as defect:  # noqa: BLE001 - the last line of defence: a person never sees a traceback
        _complain(_describe(defect))
        return EXIT_DEFECT


def _describe(defect: Exception) -> str:
    """Return where a defect of ours happened, without any data of the user."""
    frame = defect.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    return (
        f"[DEFECT] 程序出错了，不是您的文件的问题：{type(defect).__name__} {where}。"
        f" / A defect of this program, not of your files: {type(defect).__name__} at {where}."
    )


def _complain(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{message}\n")


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add what review and inspect share."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument(
        "--mapping", type=Path, metavar="JSON", help="what the columns of a file mean"
    )
    parser.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="WORD",
        help="tried on each encrypted file; may be given several times",
    )


def _add_review(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `review`."""
    _add_files(parser)
    parser.add_argument("--out", type=Path, metavar="XLSX", help="write the workbook here")
    parser.add_argument("--json", type=Path, metavar="JSON", help="write the record here")
    for name in ("start", "end", "baseline-start", "baseline-end"):
        parser.add_argument(
            f"--{name}", type=_day, metavar="YYYY-MM-DD", help="first or last day, both in it"
        )
    parser.add_argument("--settings", type=Path, metavar="TOML")
    parser.add_argument(
        "--last-review",
        type=Path,
        metavar="XLSX",
        help="workbook of the last review: its targets serve where none is uploaded for the period; "
        "whether its actions worked is not judged in this version",
    )


def _add_inspect(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `inspect`."""
    _add_files(parser)
    parser.add_argument("--json", action="store_true", help="print the receipts as JSON")
    parser.add_argument(
        "--suggest-mapping",
        type=Path,
        metavar="JSON",
        help="write a mapping to edit and pass to --mapping",
    )
    parser.add_argument(
        "--save-recipe",
        type=Path,
        metavar="JSON",
        help="write how each table was cleaned; --mapping replays it and says whether it came out equal",
    )


def _add_app(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `app`."""
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", default="localhost")


def _add_sample(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `sample`."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, default=618)
    parser.add_argument("--orders", type=int, default=None)


def _day(word: str) -> date:
    """Return the day written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no day; write 2026-06-18") from None
