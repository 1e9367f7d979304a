from __future__ import annotations

import pytest

from ecreview.intake.encoding import shape_of
from ecreview.intake.ingest import ingest
from ecreview.intake.letters import CANDIDATES, ENCODINGS, PREVIEW_LETTERS, PREVIEW_LINES, previews
from ecreview.intake.mapping import AS_RECOGNISED, Choices, MappingUnreadable, TableChoice
from ecreview.intake.worker import run_inline, run_isolated
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused

BIG5 = "訂單編號,電話,品名\n" + "".join(f"D{i},13800138000,保溫杯\n" for i in range(9))


def asked(text: str, codec: str) -> dict[str, tuple[str, ...]]:
    with pytest.raises(FileRefused) as refused:
        shape_of(text.encode(codec), frozenset())
    return dict(refused.value.previews)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (BIG5, "big5"),
        ("주문번호,상품명\n1,여름 티셔츠 반팔\n", "cp949"),
        ("注文番号,商品名\n1,夏のTシャツ\n", "cp932"),
        ("注文番号,商品名\n1,夏のTシャツ\n", "euc_jp"),
        ("编号,品\n1,伞\n", "gb18030"),
    ],
)
def test_the_right_encoding_is_among_the_few_asked_for(text: str, codec: str) -> None:
    shown = asked(text, codec)
    assert len(shown) <= CANDIDATES
    assert shown[codec][0] == text.splitlines()[0]


def test_a_preview_is_short_and_shows_no_long_number() -> None:
    long = "訂" * 100
    shown = dict(previews(f"{BIG5}{long}\n".encode("big5")))["big5"]
    assert len(shown) == PREVIEW_LINES
    assert shown[1] == "D0,•••,保溫杯"
    assert dict(previews(f"{long}\n".encode("big5")))["big5"] == ("訂" * PREVIEW_LETTERS,)


def test_a_preview_shows_the_lines_that_differ() -> None:
    content = ("plain,1\n" * 20 + "訂單,2\n").encode("big5")
    assert dict(previews(content))["big5"] == ("訂單,2",)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_offered_can_be_chosen(encoding: str) -> None:
    said = Choices((TableChoice("*", AS_RECOGNISED, encoding=encoding),))
    assert Choices.from_json(said.to_json()) == said
    assert shape_of("a,b\n1,2\n".encode(encoding), frozenset(), encoding).width == 2


def test_an_encoding_that_nobody_offered_is_refused() -> None:
    with pytest.raises(MappingUnreadable):
        Choices.from_json('{"tables": [{"file": "*", "encoding": "rot13"}]}')


ORDERS = "訂單號,下單時間,訂單金額\nA-1,2026-06-18,100.00\n"
COLUMNS = (("order_id", "訂單號"), ("created_at", "下單時間"), ("order_amount", "訂單金額"))


@pytest.mark.parametrize("run", [run_inline, run_isolated])
def test_the_question_reaches_the_receipt_and_its_answer_the_reader(run: object) -> None:
    upload = Upload.of("訂單.csv", ORDERS.encode("big5"))
    (receipt,) = ingest((upload,), run=run).files  # type: ignore[arg-type] # both are runners
    assert receipt.error is not None
    assert receipt.error.code == "ENCODING_ASK"
    assert dict(receipt.error.previews)["big5"] == (ORDERS.splitlines()[0],)
    answer = Choices((TableChoice("*", "orders", columns=COLUMNS, encoding="big5"),))
    dataset = ingest((upload,), choices=answer, run=run)  # type: ignore[arg-type] # as above
    orders = dataset.frame("orders")
    assert orders is not None
    assert orders["order_amount"].tolist() == [10_000]


def test_an_answer_about_the_encoding_alone_leaves_the_table_to_be_recognised() -> None:
    upload = Upload.of("x.csv", "Order ID,Total,Item\n1,2,杯\n2,3,伞\n".encode("gb18030"))
    said = Choices.from_json('{"tables": [{"file": "x.csv", "encoding": "gb18030"}]}')
    (receipt,) = ingest((upload,), choices=said, run=run_inline).files
    assert receipt.error is None
    assert receipt.engine == "csv · gb18030 · ,"
