"""Which encoding a text without telling names has, by the letters it would show; in doubt a person is asked.

GB18030 gives most Korean and Japanese texts as common hanzi without an error: only a text whose hanzi are also
*frequent* ones, spread over the whole alphabet, is taken for Chinese.
"""

from __future__ import annotations

import re

from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import ENCODING_ASK

# What a person can choose, in the order of likelihood.
ENCODINGS = (
    "utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "cp949", "cp932", "euc_jp", "cp1252",
)  # fmt: skip
CANDIDATES = 4
PREVIEW_LINES = 5
PREVIEW_LETTERS = 60
BROKEN = "\ufffd"

STRAY_SHARE = 0.25  # broken characters per sound one that a damaged UTF-8 text may hold
STRAY_LINES = 0.05  # of the lines of a damaged UTF-8 text, broken ones
WESTERN_SHARE = 0.10  # of the bytes of a Western European text, accented letters
# Of the hanzi of a Chinese text at least so many are
COMMON_SHARE = 0.90  # among the 3,755 of the first level of GB 2312,
FREQUENT_SHARE = 0.40  # among those below, which are a tenth of the first level,
LATE_SHARE = 0.10  # of the last third of the alphabet, where no Korean syllable lies.
ENOUGH_FREQUENT = 6

_COMMON = (b"\xb0\xa1", b"\xd7\xf9")
_LATE = b"\xc9\xa1"
_HANZI = ("\u4e00", "\u9fff")
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后"
    "作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其主样本前开但因只从想实"
    "日新业买交产件价任份优传体余供信修值停元入全公关创利别制券功加务包化区半单卖占原及台号司合名否含"
    "员品商围固址均型城基备外失头套始姓存完宝审客寄导展属工币市帮常平库应店度建异式录快态性总息情惠或"
    "户手打托扣执折投拍指排描揽播操支收改效数文旧明易智期机束标核格案款正段水活派流浏消淘渠源点照片版"
    "物特状率申电留略百目直相省真码确票秒积称签管类系红约组细结给编老联色补装规览言计订认记访评话详请"
    "调贝负责账货购贴费资超身车转达运返迟述退送递通造邮配采量金铺链销长门间际集零需颜额飞验夏季男女衣"
    "短袖春秋冬米十三四五六七八九两广东江浙京海南北西山川湖河福安州路街内无高低白黑蓝绿箱盒赠礼质材尺"
)
_KANA = re.compile("[\u3041-\u30ff]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_WITH_LETTER = re.compile(rb"[A-Za-z][\x80-\xff]+|[\x80-\xff]+[A-Za-z]")
_WITH_DIGIT = re.compile(rb"\d[\x80-\xff]|[\x80-\xff]\d")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_LONG_NUMBER = re.compile(r"\d{11,}")
_HANZI_CLASS = "[\u4e00-\u9fff]"
# What a text in that encoding shows, were it the right one.
_NATURAL = {
    "cp949": re.compile("[\uac00-\ud7a3]"),
    "cp932": re.compile("[\u3041-\u30f6\u4e00-\u9fff]"),
    "euc_jp": re.compile("[\u3041-\u30f6\u4e00-\u9fff]"),
    "cp1252": re.compile("[\u00c0-\u00ff]"),
}


def told_by_letters(sample: bytes) -> str:
    """Return the encoding of a text that is neither ASCII nor marked.

    Raises:
        FileRefused: it cannot be told; holds what the text would read in each likely encoding.
    """
    if _is_utf8(sample):
        return "utf-8"
    if _is_common_chinese(sample):
        return "gb18030"
    if _is_western(sample):
        return "cp1252"
    if _has_few_broken_lines(sample):
        return "utf-8"
    raise FileRefused(ENCODING_ASK).with_previews(previews(sample))


def previews(sample: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    r"""Return the most likely encodings, best first, and the lines that differ as each of them reads.

    Examples:
        >>> previews("訂單,13800138000\n".encode("big5"))[1]
        ('big5', ('訂單,•••',))
    """
    has_zeros = b"\x00" in sample
    tried = [name for name in ENCODINGS if has_zeros or not name.startswith("utf-16")]
    likely = sorted(tried, key=lambda name: -_naturalness(sample, name))  # stable
    return tuple((name, _preview(sample, name)) for name in likely[:CANDIDATES])


def _naturalness(sample: bytes, encoding: str) -> float:
    """Return which share of the characters beyond ASCII a text in that encoding would be expected to show."""
    text = sample.decode(encoding, "replace")
    beyond = sum(not c.isascii() for c in text)
    natural = _NATURAL.get(encoding) or re.compile(_HANZI_CLASS)
    return len(natural.findall(text)) / max(beyond, 1)


def _preview(sample: bytes, encoding: str) -> tuple[str, ...]:
    """Return the first lines beyond ASCII, long numbers hidden: they may be phone numbers."""
    lines = _LINE_ENDS.split(sample.decode(encoding, "replace"))
    telling = [line for line in lines if not line.isascii()] or lines
    return tuple(
        _LONG_NUMBER.sub("•••", line)[:PREVIEW_LETTERS] for line in telling[:PREVIEW_LINES]
    )


def _is_utf8(sample: bytes) -> bool:
    """Return whether it is UTF-8, a few broken bytes allowed."""
    text = sample.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    sound = sum(not c.isascii() for c in text) - broken
    return broken <= 1 or broken <= STRAY_SHARE * sound


def _has_few_broken_lines(sample: bytes) -> bool:
    """Return whether nearly all lines are UTF-8, so that the others can be set aside."""
    lines = [line for line in _LINE_ENDS.split(sample.decode("utf-8", "replace")) if line.strip()]
    return sum(BROKEN in line for line in lines) <= STRAY_LINES * len(lines)


def _is_common_chinese(sample: bytes) -> bool:
    """Return whether it decodes as GB18030 into hanzi as a Chinese text has them."""
    text = sample.decode("gb18030", "replace")
    hanzi = [c for c in text if _HANZI[0] <= c <= _HANZI[1]]
    codes = [c.encode("gb18030") for c in hanzi]
    common = sum(_COMMON[0] <= code <= _COMMON[1] and code[1] >= _COMMON[0][1] for code in codes)
    late = sum(code >= _LATE for code in codes)
    frequent = sum(c in _FREQUENT for c in hanzi)
    return (
        frequent >= max(ENOUGH_FREQUENT, FREQUENT_SHARE * len(hanzi))
        and common >= COMMON_SHARE * len(hanzi)
        and late >= LATE_SHARE * len(hanzi)
        and text.count(BROKEN) <= STRAY_SHARE * len(hanzi)
        and not _KANA.search(text)
    )


def _is_western(sample: bytes) -> bool:
    """Return whether it is text of a few single accented letters, each beside a plain letter and no digit."""
    high = [match.span() for match in _HIGH_BYTES.finditer(sample)]
    letters = sum(stop - start for start, stop in high)
    is_sparse = letters <= WESTERN_SHARE * len(sample) and letters <= 2 * len(high)
    beside = len(_WITH_LETTER.findall(sample))
    return is_sparse and beside == len(high) and not _WITH_DIGIT.search(sample)
