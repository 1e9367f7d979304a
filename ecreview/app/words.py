"""The language of the page: our texts made safe for Markdown, and Streamlit's own words translated.

Streamlit has no localisation. What its parameters cannot reach is replaced in the browser by one script,
a constant without user text, from the tables below. An upgrade of Streamlit may break it: a browser test
looks for the words. The calendar follows the language of the browser by itself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.state import session

if TYPE_CHECKING:
    from ecreview.model.text import Lang, Text

PHONE_PIXELS = 768  # Streamlit's own border between phone and desktop
_STRAIGHT = str.maketrans("“”", '""')  # the fonts for Chinese draw curly quotes a character wide
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")

# Options that Streamlit brings along; all other options are the visitor's data or our own texts.
OPTIONS: dict[str, str] = {
    "Select all": "全选",
    "Past Week": "最近一周",
    "Past Month": "最近一个月",
    "Past 3 Months": "最近三个月",
    "Past 6 Months": "最近半年",
    "Past Year": "最近一年",
    "Past 2 Years": "最近两年",
}
# English word of Streamlit → Chinese.
WORDS: dict[str, str] = {
    "Upload": "选择文件",
    "Drag and drop files here": "把文件拖到这里",
    "Drag and drop file here": "把文件拖到这里",
    "Browse files": "选择文件",
    "Press Enter to apply": "按回车生效",
    "Press Enter to submit form": "按回车提交",
    "Choose options": "请选择",
    "Choose an option": "请选择",
    "No results": "没有结果",
    "Running...": "运行中…",
    "Stop": "停止",
    "Search": "搜索",
    "Download as CSV": "下载为 CSV",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Show/hide columns": "显示或隐藏列",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏列",
    "Statistics": "统计",
    "Format": "格式",
    "Delete row(s)": "删除行",
    "Add row": "添加行",
    "Clear selection": "清除选择",
    "Clear value": "清除",
    "Clear all": "全部清除",
    "Page not found": "找不到页面",
    "View more": "展开",
    "View less": "收起",
    "Show error details": "显示错误类型",
    "Connection error": "连接中断",
    "Skip to main content": "跳到正文",
    "Sidebar": "侧栏",
    "App pages": "页面",
    "file upload": "上传文件",
    "Choose date range": "选择日期",
    "Date range": "时间范围",
    "Select...": "请选择…",
    "Previous month": "上个月",
    "Next month": "下个月",
    "Quick select a date range": "快速选择时间范围",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "用方向键移动，回车选择，退出键关闭。",
    **OPTIONS,
    "Open": "打开",
    "Open sidebar": "展开侧栏",
    "Close sidebar": "收起侧栏",
    "Expand sidebar": "展开侧栏",
    "Collapse sidebar": "收起侧栏",
    "empty": "空",
    "Automatic": "自动",
    "Localized": "按地区",
    "Plain": "原样",
    "Compact": "简写",
    "Dollar": "美元",
    "Euro": "欧元",
    "Yen": "日元",
    "Percent": "百分比",
    "Scientific": "科学计数",
    "Accounting": "会计",
    "Calendar": "日历",
    "Distance": "相对时间",
    "Filter": "筛选",
    "Type to search": "输入以搜索",
    "Copy": "复制",
    "Copy to clipboard": "复制",
    "Copy column name": "复制列名",
}
# Pattern over the whole text → Chinese, with groups.
PATTERNS: dict[str, str] = {
    r"^(\d+(?:\.\d+)?)\s?([KMG]B) per file(.*)$": "单个文件最大 $1 $2$3",
    r"^Error: File must be (.+) or smaller\.$": "文件不能大于 $1。",
    r"^AxiosError: Request failed with status code 413$": "文件太大，服务器没有接收。",
    r"^(\d+) of (\d+) selected$": "已选 $1 / $2",
    r"^Choose date range, (.+)$": "选择日期，$1",
    r"^Selected Date: .+$": "已选日期",
    r"^(?:(year|month|day), )?(.+) start date$": "$2 开始",
    r"^(?:(year|month|day), )?(.+) end date$": "$2 结束",
}

_SCRIPT = """<script>
(() => {
  const state = (window.ecreviewWords ??= { seen: new WeakMap() });
  state.lang = %(lang)s;
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  const words = new Map(%(words)s);
  const options = new Set(%(options)s);
  const patterns = %(patterns)s.map(([pattern, to]) => [new RegExp(pattern), to]);
  const attributes = ["placeholder", "aria-label", "title"];
  const translate = (text) => {
    const word = text.trim();
    if (words.has(word)) return text.replace(word, words.get(word));
    for (const [pattern, to] of patterns) if (pattern.test(word)) return word.replace(pattern, to);
    return text;
  };
  const put = (node, name, now, write) => {
    const notes = state.seen.get(node) ?? {};
    const source = notes[name] && notes[name].shown === now ? notes[name].source : now;
    const shown = state.lang === "zh" ? translate(source) : source;
    if (shown !== source) { notes[name] = { source, shown }; state.seen.set(node, notes); }
    if (shown !== now) write(shown);
  };
  const visit = (root) => {
    if (root.nodeType === Node.TEXT_NODE) {
      const parent = root.parentElement;
      const own = parent?.closest("[data-testid=stMarkdownContainer],[data-testid=stText],script")
        && !parent.closest("[data-testid=stFileUploaderDropzone]");
      const foreign = parent?.closest("[role=option]") && !options.has(root.nodeValue.trim());
      if (!own && !foreign) put(root, "text", root.nodeValue, (text) => { root.nodeValue = text; });
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes) {
      const now = root.getAttribute(name);
      if (now) put(root, name, now, (text) => root.setAttribute(name, text));
    }
    for (const child of root.childNodes) visit(child);
  };
  state.visit = visit;
  visit(document.body);
  state.observer ??= new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") for (const node of change.addedNodes) state.visit(node);
      else state.visit(change.target);
    }
  });
  state.observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
  // on a phone the sidebar lies over the page and Streamlit leaves it there after a choice
  state.close ??= document.addEventListener("click", (event) => {
    if (window.innerWidth > %(phone)s || !event.target.closest?.("[data-testid=stSidebarNavLink]")) return;
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  }) ?? true;
})();
</script>"""


def md_escape(text: str) -> str:
    r"""Return the text so that Markdown shows it as it is.

    Examples:
        >>> md_escape("5~10 元 :red[x]")
        '5\\~10 元 \\:red\\[x\\]'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split("\n")))


def plain(text: Text) -> str:
    """Return the text in the language of the page, Markdown and all: for our own constants and for tables."""
    lang = session().lang
    return text.zh if lang == "zh" else text.en.translate(_STRAIGHT)


def safe(text: Text) -> str:
    """Return the text in the language of the page, escaped: for texts that may hold words of the files."""
    return md_escape(plain(text))


def script(lang: Lang) -> str:
    """Return the script that shows Streamlit's own words in that language."""
    return _SCRIPT % {
        "lang": json.dumps(lang),
        "phone": PHONE_PIXELS,
        "words": json.dumps(list(WORDS.items()), ensure_ascii=False),
        "options": json.dumps(list(OPTIONS)),
        "patterns": json.dumps(list(PATTERNS.items()), ensure_ascii=False),
    }


def translate_streamlit() -> None:
    """Show Streamlit's own words in the language of the page."""
    st.html(script(session().lang), unsafe_allow_javascript=True)
