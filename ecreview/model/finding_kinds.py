"""The catalogue of finding kinds: code, level, what happened and what to do, each said once."""

from __future__ import annotations

from ecreview.model.findings import FindingKind, Level
from ecreview.model.text import EMPTY, Text

_RE_EXPORT = Text(zh="请重新导出后上传。", en="Export it again and upload it.")


def _refuse(code: str, zh: str, en: str) -> FindingKind:
    """Return a kind that refuses the whole file; its message says what to do."""
    return FindingKind(code, Level.REFUSED, Text(zh=zh, en=en), EMPTY)


def _kind(
    code: str, level: Level, message: tuple[str, str], advice: tuple[str, str] = ("", "")
) -> FindingKind:
    """Return a kind; texts are (Chinese, English)."""
    return FindingKind(code, level, Text(*message), Text(*advice))


# --- the file ---------------------------------------------------------------------------------------------------
FILE_EMPTY = _refuse(
    "FILE_EMPTY",
    "文件是空的（0 字节），请重新导出后上传。",
    "The file is empty (0 bytes). Export it again and upload it.",
)
FILE_TOO_BIG = _refuse(
    "FILE_TOO_BIG",
    "文件 {mb} MB，超过 300 MB 上限；请按月份拆分后上传。",
    "The file is {mb} MB; the limit is 300 MB. Split it by month and upload the parts.",
)
FILE_DAMAGED = _refuse(
    "FILE_DAMAGED",
    "文件不完整或内部损坏；请重新下载，或用 Excel 打开后另存，再上传。",
    "The file is incomplete or damaged inside. Download it again, or open it in Excel and save it again.",
)
FILE_UNKNOWN = _refuse(
    "FILE_UNKNOWN",
    "这是{what}，不是可识别的表格；请上传 xlsx、xls、xlsb、ods 或 csv 格式的表格。",
    "This is {what}, not a spreadsheet we know. Upload a spreadsheet in xlsx, xls, xlsb, ods or csv.",
)
FILE_ARCHIVE = _refuse(
    "FILE_ARCHIVE",
    "这是压缩包，请解压后逐个上传。",
    "This is an archive. Unpack it and upload the files one by one.",
)
ARCHIVE_NO_TABLE = _refuse(
    "ARCHIVE_NO_TABLE",
    "压缩包里没有能读取的表格；请确认压缩包没选错，包里还有压缩包的请先解压。",
    "The archive holds no table that can be read. Check that it is the right one; unpack archives inside it first.",
)
FILE_HTML_PAGE = _refuse(
    "FILE_HTML_PAGE",
    "这是网页（可能登录已过期），请重新登录平台后导出。",
    "This is a web page (your login may have expired). Log in to the platform again and export.",
)
FILE_NOT_TABLE = _refuse(
    "FILE_NOT_TABLE",
    "里面是程序数据（JSON 或 XML），不是表格；请在平台后台重新导出为 xlsx 或 csv。",
    "It holds program data (JSON or XML), not a table. Export it from the platform again, as xlsx or csv.",
)
FILE_PASSWORD = _refuse(
    "FILE_PASSWORD",
    "文件有密码；请输入密码（命令行用 --password），或取消密码后重新上传。",
    "The file has a password. Enter it (on the command line: --password), or remove it and upload the file again.",
)
FILE_PASSWORD_WRONG = _refuse(
    "FILE_PASSWORD_WRONG",
    "输入的密码打不开这个文件；请核对后重新输入，或取消密码后重新上传。",
    "The password entered does not open this file. Check it and enter it again, or remove it and upload the file again.",
)
FILE_LOCKED = _refuse(
    "FILE_LOCKED",
    "文件有密码，且加密方式不支持直接打开；请用 Excel 或 WPS 取消密码后另存为 xlsx。",
    "The file has a password, in a way of encryption that cannot be opened here. Remove the password in Excel or WPS and save the file as xlsx.",
)
FILE_BOMB = _refuse(
    "FILE_BOMB",
    "解压后过大或压缩比异常，为安全起见没有读取；若确是平台导出，请用 Excel 打开后另存，或按月份拆分后上传。",
    "Too large or oddly compressed once unpacked; not read, for safety. If it does come from a platform, open it in Excel and save it again, or split it by month.",
)
FILE_UNSAFE_XML = _refuse(
    "FILE_UNSAFE_XML",
    "文件含不安全的 XML 声明，没有读取（不访问任何外部地址）；请从平台重新下载，或用 Excel 打开后另存。",
    "The file holds an unsafe XML declaration and was not read (no address is contacted). Download it from the platform again, or open it in Excel and save it again.",
)
GRID_TOO_BIG = _refuse(
    "GRID_TOO_BIG",
    "表格范围 {rows}×{cols}，多为误设格式；请删除空白行列后另存。",
    "The sheet spans {rows}×{cols}, mostly stray formatting. Delete the empty rows and columns and save again.",
)
PARSE_LIMIT = _refuse(
    "PARSE_LIMIT",
    "读取超过 {seconds} 秒或内存上限，已停止；请按月份或工作表拆分后上传。",
    "Reading took more than {seconds} s or its memory limit and was stopped. Split the file by month or by sheet and upload the parts.",
)
PARSE_CRASH = _refuse(
    "PARSE_CRASH",
    "读取程序异常退出（已隔离，其他文件不受影响），错误号 {id}；请用 Excel 打开后另存为 xlsx，再上传。",
    "The reader stopped unexpectedly (isolated; other files are not affected), error id {id}. Open the file in Excel, save it as xlsx and upload it again.",
)
SYSTEM_BUSY = _refuse(
    "SYSTEM_BUSY", "系统繁忙，请稍后再试。", "The system is busy, please try again shortly."
)
NO_SHEET = _refuse(
    "NO_SHEET",
    "没有可读的工作表；请用 Excel 另存为普通 xlsx。",
    "No readable sheet. Save it as a normal xlsx in Excel.",
)
NO_ROWS = _refuse(
    "NO_ROWS",
    "只有表头，没有数据行；请放宽导出时的时间和状态条件，重新导出。",
    "There is a header but no data row. Widen the dates and states chosen for the export and export it again.",
)
NO_DATA = _refuse(
    "NO_DATA",
    "文件里没有任何数据；请确认没有选错文件，或重新导出。",
    "The file holds no data at all. Check that it is the right file, or export it again.",
)
KIND_MISMATCH = _refuse(
    "KIND_MISMATCH",
    "这像是{kind}，不能用于店铺复盘。{instead}",
    "This looks like {kind}; a shop review cannot use it. {instead}",
)
PAST_REVIEW = _refuse(
    "PAST_REVIEW",
    "这是本系统导出的复盘工作簿，里面是结论，不是平台的原始数据。请放订单、账单等导出；想沿用里面的目标，请用命令行的 --last-review。",
    "This is a review workbook exported by ecreview: it holds conclusions, not the platform's data. Put in exports of orders, bills and so on; to use its targets again, use --last-review on the command line.",
)
ENCODING_ASK = _refuse(
    "ENCODING_ASK",
    "认不出文字编码；请指定编码，或另存为 UTF-8 的 csv 或 xlsx 后上传。",
    "The text encoding cannot be told. Choose it, or save the file as UTF-8 csv or as xlsx and upload it again.",
)

FMT_HTML_XLS = _kind(
    "FMT_HTML_XLS",
    Level.INFO,
    ("文件实为网页表格，已按表格读取。", "The file is really a web table; it was read as one."),
)
FMT_XML_XLS = _kind(
    "FMT_XML_XLS", Level.INFO, ("旧版 XML 表格，已读取。", "An old XML spreadsheet; it was read.")
)
FMT_TEXT_XLS = _kind(
    "FMT_TEXT_XLS",
    Level.INFO,
    ("文件实为文本，已按 {format} 读取。", "The file is really text; read as {format}."),
)
FMT_EXT = _kind(
    "FMT_EXT",
    Level.INFO,
    ("扩展名与内容不符，已按 {format} 读取。", "Name and content differ; read as {format}."),
)
MACRO = _kind(
    "MACRO", Level.INFO, ("宏未被读取，也不会运行。", "Macros were not read and will not run.")
)
FILE_DUPLICATE = _kind(
    "FILE_DUPLICATE",
    Level.INFO,
    ("与已上传的“{name}”内容相同，只计一次。", "Same content as “{name}”; counted once."),
)
READERS_DIFFER = _kind(
    "READERS_DIFFER",
    Level.ERROR,
    ("两种读取方式结果不同，差异 {n} 个单元格。", "Two readers differ in {n:cell|cells}."),
    ("请在 Excel 中另存后重新上传。", "Save it again in Excel and upload it."),
)
SHEET_HIDDEN = _kind(
    "SHEET_HIDDEN",
    Level.WARNING,
    ("读取了隐藏工作表“{sheet}”，请确认。", "Hidden sheet “{sheet}” was read; please confirm."),
)
SHEET_MANY = _kind(
    "SHEET_MANY",
    Level.INFO,
    (
        "文件里有 {n} 个有数据的表，全部读取。",
        "The file holds {n} tables with data; all were read.",
    ),
)
ARCHIVE_SKIPPED = _kind(
    "ARCHIVE_SKIPPED",
    Level.INFO,
    (
        "压缩包里的“{member}”不是表格，没有读取：{why}",
        "“{member}” in the archive is no table and was not read: {why}",
    ),
)
ARCHIVE_UNREAD = _kind(
    "ARCHIVE_UNREAD",
    Level.ERROR,
    (
        "压缩包里的“{member}”没能读取，其中的数据不在结果里：{why}",
        "“{member}” in the archive could not be read; its data are missing: {why}",
    ),
)
ARCHIVE_SUMMARY = _kind(
    "ARCHIVE_SUMMARY",
    Level.INFO,
    (
        "压缩包里的“{member}”是汇总表，{n} 行没有计入；明细已读取。",
        "“{member}” in the archive is a summary: {n:row|rows} not counted; the details were read.",
    ),
)
FILE_CUT = _kind(
    "FILE_CUT",
    Level.WARNING,
    (
        "文件没有结尾标记，可能下载中断，后面的数据可能缺失。",
        "The file has no end mark: the download may have stopped, and data at the end may be missing.",
    ),
    (_RE_EXPORT.zh, _RE_EXPORT.en),
)
CELLS_LOST = _kind(
    "CELLS_LOST",
    Level.WARNING,
    (
        "网页表格里有 {n} 个格子的标签损坏，里面的内容没有读出来。",
        "The tags of {n:cell|cells} of the web table are damaged; what stood in them is lost.",
    ),
    (_RE_EXPORT.zh, _RE_EXPORT.en),
)
ROWS_RENUMBERED = _kind(
    "ROWS_RENUMBERED",
    Level.WARNING,
    (
        "文件内部的行号有重复，已按先后顺序重新排成 {n} 行。",
        "Row numbers inside the file repeat; its {n:row was|rows were} put in the order in which they stand.",
    ),
    (
        "请核对行数；行号可能与 Excel 显示的不同。",
        "Check the number of rows; row numbers may differ from those that Excel shows.",
    ),
)
ROWS_HIDDEN = _kind(
    "ROWS_HIDDEN",
    Level.INFO,
    (
        "有 {n} 行在文件里被隐藏或筛选掉，也已读取。",
        "{n:row is|rows are} hidden or filtered out in the file, and read all the same.",
    ),
)
SHEET_FULL = _kind(
    "SHEET_FULL",
    Level.WARNING,
    (
        "表格正好写到第 {n} 行，是这种文件的行数上限，后面的数据可能被截掉。",
        "The sheet ends at row {n}, as many as such a file can hold; what follows may be cut off.",
    ),
    (
        "请缩短时间范围分次导出，或改为导出 xlsx、csv。",
        "Export shorter spans one by one, or export as xlsx or csv.",
    ),
)
SHEET_SKIPPED = _kind(
    "SHEET_SKIPPED",
    Level.INFO,
    ("跳过图表或空工作表“{sheet}”。", "Chart or empty sheet “{sheet}” skipped."),
)
GRID_EMPTY_STYLE = _kind(
    "GRID_EMPTY_STYLE",
    Level.INFO,
    ("忽略 {n} 个只有格式的空单元格。", "{n:empty cell|empty cells} with formatting only ignored."),
)

# --- the table ----------------------------------------------------------------------------------------------------
HEADER_FOUND = _kind(
    "HEADER_FOUND",
    Level.INFO,
    (
        "表头在第 {row} 行，上面的 {n} 行按说明跳过。",
        "The header is in row {row}; {n:row|rows} above skipped as notes.",
    ),
)
HEADER_MULTI = _kind(
    "HEADER_MULTI",
    Level.INFO,
    (
        "第 {above} 行和第 {row} 行合起来是表头。",
        "Rows {above} and {row} together make the header.",
    ),
)
TABLES_MANY = _kind(
    "TABLES_MANY",
    Level.INFO,
    (
        "一张表里上下放着 {n} 个表格，分开来读。",
        "The sheet holds {n} tables one below the other; each was read by itself.",
    ),
)
TABLE_TRANSPOSED = _kind(
    "TABLE_TRANSPOSED",
    Level.INFO,
    (
        "表格是横着的（项目在第一列），已转过来读；行号指原表的第几列。",
        "The table lies on its side (its names in the first column); row numbers are its columns.",
    ),
)
NO_HEADER = _kind(
    "NO_HEADER",
    Level.WARNING,
    (
        "没有找到表头，第一行也按数据处理。",
        "No header was found; the first row counts as data too.",
    ),
    (
        "请确认各列的意思；若有表头，请在“改识别”里指出它在第几行。",
        "Confirm what the columns mean. If there is a header, say in which row under “Correct it”.",
    ),
)
COLUMNS_UNKNOWN = _kind(
    "COLUMNS_UNKNOWN",
    Level.WARNING,
    (
        "没有认出这张表，暂不使用；请指定各列的意思。",
        "This table was not recognised and is not used yet; say what its columns mean.",
    ),
    (
        "上传页点“改识别”；命令行用 --suggest-mapping。",
        "“Correct it” on the upload page; --suggest-mapping on the command line.",
    ),
)
COLUMN_MISSING = _kind(
    "COLUMN_MISSING",
    Level.ERROR,
    ("缺少“{need}”。", "“{need}” is missing."),
    (
        "请在导出时勾选该列，或指定相近的列。",
        "Tick it when exporting, or point out a similar column.",
    ),
)
DRIFT_RENAMED = _kind(
    "DRIFT_RENAMED",
    Level.WARNING,
    (
        "“{old}”没有了，“{column}”按“{field}”读取，看来是改了名。",
        "“{old}” is gone; “{column}” is read as “{field}”, it seems to be renamed.",
    ),
    ("若不对，请在上传页打开“改识别”。", "If that is wrong, open “Correct it” on the upload page."),
)
DRIFT_ASKED = _kind(
    "DRIFT_ASKED",
    Level.WARNING,
    (
        "“{old}”（{field}）没有了，可能改名为“{column}”，暂未使用。",
        "“{old}” ({field}) is gone; “{column}” may be its new name and is not used yet.",
    ),
    ("请在上传页打开“改识别”确认。", "Open “Correct it” on the upload page to confirm."),
)
DRIFT_GONE = _kind(
    "DRIFT_GONE",
    Level.WARNING,
    (
        "上次用作“{field}”的“{old}”没有了，也没有相近的列。",
        "“{old}”, read as “{field}” last time, is gone, and no column is like it.",
    ),
    ("请在导出时勾选该列。", "Tick it when exporting."),
)
DRIFT_NEW = _kind(
    "DRIFT_NEW",
    Level.INFO,
    (
        "比上次多了 {n} 列：{columns}。",
        "{n:column|columns} more than last time: {columns}.",
    ),
)
DRIFT_LESS = _kind(
    "DRIFT_LESS",
    Level.INFO,
    (
        "比上次少了 {n} 列，都没有用到：{columns}。",
        "{n:column|columns} less than last time, none of them in use: {columns}.",
    ),
)
COLUMN_DUP = _kind(
    "COLUMN_DUP",
    Level.WARNING,
    ("“{column}”出现 {n} 次，用了第一列。", "“{column}” occurs {n} times; the first was used."),
)
COLUMN_BLANK = _kind(
    "COLUMN_BLANK",
    Level.INFO,
    ("{n} 个列没有列名，未使用。", "{n:column has|columns have} no name, not used."),
)
COLUMN_PERSONAL = _kind(
    "COLUMN_PERSONAL",
    Level.INFO,
    (
        "{n} 个含个人信息的列在读取时丢弃：{columns}。",
        "{n:column|columns} with personal data dropped at reading: {columns}.",
    ),
)
PAID_BASIS = _kind(
    "PAID_BASIS",
    Level.INFO,
    (
        "“{column}”已经扣过退款：{n} 笔退款订单都满足 实付 + 退款 = 总金额，不再重复扣。",
        "“{column}” already has refunds taken off: all {n} refunded orders satisfy paid + refund = total; nothing is subtracted twice.",
    ),
)
PAID_BASIS_GROSS = _kind(
    "PAID_BASIS_GROSS",
    Level.INFO,
    (
        "“{column}”没有扣退款：{n} 笔退款订单的实付仍等于总金额。",
        "“{column}” is before refunds: on {n} refunded orders paid still equals the total.",
    ),
)
PAID_BASIS_MIXED = _kind(
    "PAID_BASIS_MIXED",
    Level.ERROR,
    (
        "“{column}”是否扣过退款前后不一致（{n} 笔不符）。",
        "“{column}” is partly before and partly after refunds ({n} rows disagree).",
    ),
    ("请核对导出口径。", "Check the export's definition."),
)
CONTROL_TOTAL_DIFFERS = _kind(
    "CONTROL_TOTAL_DIFFERS",
    Level.WARNING,
    (
        "文件自己写的“{name}”是 {stated}，读到的是 {computed}。",
        "The file states “{name}” as {stated}; the rows read give {computed}.",
    ),
    ("可能导出不完整。", "The export may be incomplete."),
)
ORDERS_DERIVED = _kind(
    "ORDERS_DERIVED",
    Level.INFO,
    (
        "{platforms}没有单独的订单表，已由 {n} 行明细合成订单。",
        "There is no separate orders table of {platforms}; orders were built from {n:line|lines}.",
    ),
)
LINES_OF_OTHERS = _kind(
    "LINES_OF_OTHERS",
    Level.WARNING,
    (
        "“{file}”的 {n} 行明细没有一个订单号在订单表里，按另一批订单计入。",
        "Of “{file}” not one order id is among the orders given: its {n:line counts|lines count} as orders of their own.",
    ),
    (
        "如果其实是同一批订单（只是编号不同），请撤销这一条。",
        "If they are the same orders under other ids, undo this.",
    ),
)
ORDERS_SHARED = _kind(
    "ORDERS_SHARED",
    Level.WARNING,
    (
        "{n} 个订单号被不止一个买家共用，已按买家拆成各自的订单（号后加 ·2、·3）。",
        "{n:order id is|order ids are} shared by more than one buyer; split by buyer (·2, ·3 after the id).",
    ),
    ("请核对订单号是否完整。", "Check whether the order ids are complete."),
)
ORDERS_WITHOUT_AMOUNT = _kind(
    "ORDERS_WITHOUT_AMOUNT",
    Level.WARNING,
    (
        "{n} 笔订单没有金额，也没有能相加的商品明细，金额按未知处理，不当作 0。",
        "{n:order has|orders have} no amount and no items that add up to one: unknown, not 0.",
    ),
    (
        "请把这些订单的商品明细也上传。",
        "Upload the order items of these orders as well.",
    ),
)
PAYMENT_TIME_ASSUMED = _kind(
    "PAYMENT_TIME_ASSUMED",
    Level.INFO,
    (
        "{n} 笔流水没有时间，按所属订单的付款时间计，订单没有付款时间的按下单时间计。",
        "{n:entry has|entries have} no time; the payment time of the order stands in, else its order time.",
    ),
)
PAID_BY_BILL = _kind(
    "PAID_BY_BILL",
    Level.INFO,
    (
        "{n} 笔订单没有付款时间，但账单里有收款，按下单时已付款计。",
        "{n:order has|orders have} no payment time, but the bill has the money: taken as paid when placed.",
    ),
)
REFUNDS_COUNTED = _kind(
    "REFUNDS_COUNTED",
    Level.INFO,
    (
        "{n} 笔订单的退款取自退款记录，按订单号计入。",
        "The refunds of {n:order come|orders come} from the refunds that name them.",
    ),
)

# --- rows ---------------------------------------------------------------------------------------------------------
ROW_TOTAL = _kind(
    "ROW_TOTAL", Level.INFO, ("{n} 行是合计，未计入。", "{n:total row|total rows} not counted.")
)
ROW_NOTE = _kind(
    "ROW_NOTE", Level.INFO, ("{n} 行说明未计入。", "{n:note row|note rows} not counted.")
)
ROW_DUP = _kind(
    "ROW_DUP",
    Level.INFO,
    ("完全重复 {n} 行，各保留 1 行。", "{n:exact duplicate|exact duplicates}; one of each kept."),
)
ROW_SUPERSEDED = _kind(
    "ROW_SUPERSEDED",
    Level.INFO,
    (
        "{n} 行在另一份较新的导出里有更新，取最新。",
        "{n:row is|rows are} newer in another export; the newest was kept.",
    ),
)
ROW_REPLACED = _kind(
    "ROW_REPLACED",
    Level.INFO,
    (
        "{n} 行的“{column}”在文件后面又出现且内容有更新，取最后一行。",
        "{n:row comes|rows come} again further down with the same “{column}” and newer content; the last was kept.",
    ),
)
ROW_FOLDED = _kind(
    "ROW_FOLDED",
    Level.INFO,
    (
        "{n} 行是同一订单的其他商品行，已并入该订单，订单金额{how}。",
        "{n:row is a further item|rows are further items} of an order, folded into it; order amounts {how}.",
    ),
)
ROW_REPEATED = _kind(
    "ROW_REPEATED",
    Level.WARNING,
    (
        "{n} 行与别的行一模一样，但没有行号可辨，按真实交易保留。",
        "{n:row equals|rows equal} another row in every cell; without a line id all are kept as real.",
    ),
    (
        "若是重复导出，请在“改识别”里选择合并。",
        "If they are duplicates, choose to merge them under “Correct it”.",
    ),
)
ROW_ENCODING = _kind(
    "ROW_ENCODING",
    Level.ERROR,
    ("{n} 行有乱码，未计入。", "{n:row has|rows have} broken characters, not counted."),
    (_RE_EXPORT.zh, _RE_EXPORT.en),
)
ROW_QUOTE = _kind(
    "ROW_QUOTE",
    Level.ERROR,
    (
        "{n} 行引号未闭合，未计入，从下一行恢复。",
        "{n:row has|rows have} an unclosed quote, not counted; reading resumed at the next row.",
    ),
)
ROW_WIDTH = _kind(
    "ROW_WIDTH",
    Level.ERROR,
    (
        "{n} 行的列数比表头多，未计入。",
        "{n:row has|rows have} more columns than the header, not counted.",
    ),
)
ROW_SHORT = _kind(
    "ROW_SHORT",
    Level.WARNING,
    (
        "{n} 行的列数比表头少，缺的按空处理。",
        "{n:row has|rows have} fewer columns than the header; the missing ones are blank.",
    ),
)
ROW_CUT = _kind(
    "ROW_CUT",
    Level.ERROR,
    ("最后一行被截断，未计入。", "The last row is cut off and is not counted."),
    (_RE_EXPORT.zh, _RE_EXPORT.en),
)

# --- cells --------------------------------------------------------------------------------------------------------
ID_BLANK = _kind(
    "ID_BLANK",
    Level.ERROR,
    ("{n} 行没有“{column}”，未计入。", "{n:row has|rows have} no “{column}”, not counted."),
)
ID_TRUNCATED = _kind(
    "ID_TRUNCATED",
    Level.ERROR,
    (
        "{n} 个“{column}”被 Excel 截断，不能用于对账。",
        "“{column}”: {n:value was|values were} cut by Excel and cannot be matched.",
    ),
    ("请以文本格式重新导出。", "Export them again as text."),
)
AMOUNT_BLANK = _kind(
    "AMOUNT_BLANK",
    Level.WARNING,
    (
        "{n} 个“{column}”是空的，按缺失处理，不当作 0。",
        "“{column}”: {n:value is|values are} blank; missing, not 0.",
    ),
)
AMOUNT_BAD = _kind(
    "AMOUNT_BAD",
    Level.ERROR,
    (
        "{n} 行的“{column}”读不出金额（例如“{example}”），未计入。",
        "{n:row has|rows have} an unreadable “{column}” (e.g. “{example}”), not counted.",
    ),
    (
        "请改成 12.34 这样的数字后重新上传。",
        "Change it to a number such as 12.34 and upload again.",
    ),
)
AMOUNT_SUBCENT = _kind(
    "AMOUNT_SUBCENT",
    Level.INFO,
    (
        "{n} 个“{column}”小数超过 2 位，已四舍五入。",
        "“{column}”: {n:value has|values have} more than 2 decimals; rounded half up.",
    ),
)
AMOUNT_ROUNDED = _kind(
    "AMOUNT_ROUNDED",
    Level.WARNING,
    (
        "{n} 个“{column}”写成“1.2万”，精度不足，请核对。",
        "“{column}”: {n:value is|values are} written like “1.2万” and imprecise, please check.",
    ),
)
AMOUNT_BOTH_SIDES = _kind(
    "AMOUNT_BOTH_SIDES",
    Level.WARNING,
    (
        "{n} 行的“{column}”和“{other}”都有金额，按两者之差计。",
        "{n:row has|rows have} an amount in both “{column}” and “{other}”; the difference was taken.",
    ),
)
DIRECTION_UNKNOWN = _kind(
    "DIRECTION_UNKNOWN",
    Level.WARNING,
    (
        "{n} 行的“{other}”看不出是收入还是支出，金额按文件里的正负计。",
        "{n:row does|rows do} not say in “{other}” which way the money went; the sign in the file was taken.",
    ),
)
SUBJECT_UNKNOWN = _kind(
    "SUBJECT_UNKNOWN",
    Level.WARNING,
    (
        "{n} 行的账务类型“{example}”不认识，归入“其他”，金额照计。",
        "{n:row is|rows are} of the unknown type “{example}”; counted as “other”.",
    ),
)
MOVE_UNKNOWN = _kind(
    "MOVE_UNKNOWN",
    Level.WARNING,
    (
        "{n} 行的出入库类型“{example}”不认识，按数量的正负算入库或出库。",
        "{n:row is|rows are} of the unknown kind “{example}”; the sign of the quantity says in or out.",
    ),
)
MOVES_SIGNED = _kind(
    "MOVES_SIGNED",
    Level.INFO,
    (
        "{n} 行出库的“{column}”写成了正数，按减少库存计。",
        "“{column}” is positive in {n:row that takes|rows that take} stock away; taken as negative.",
    ),
)
PARTS_DIFFER = _kind(
    "PARTS_DIFFER",
    Level.WARNING,
    (
        "{n} 行的分项加起来不等于“{column}”，以“{column}”为准。",
        "The parts of {n:row|rows} do not add up to “{column}”; “{column}” was taken.",
    ),
)
AMOUNTS_DISAGREE = _kind(
    "AMOUNTS_DISAGREE",
    Level.WARNING,
    (
        "{n} 行的“{sum}”不成立，其他行都成立。",
        "“{sum}” does not hold on {n:row|rows}, unlike on all others.",
    ),
    (
        "金额可能被改过，或另有一项没有导出；请对照平台后台核对这些行。",
        "An amount was changed, or an item not exported: compare these rows with the platform.",
    ),
)
BALANCE_BROKEN = _kind(
    "BALANCE_BROKEN",
    Level.WARNING,
    (
        "有 {n} 处“{column}”与前后流水接不上。",
        "At {n:place|places} “{column}” does not follow from the entries around it.",
    ),
    (
        "可能少了流水，或金额被改过；请重新导出这段时间的完整账单。",
        "Entries may be missing or an amount changed: export the whole bill of these days again.",
    ),
)
NUMBER_BAD = _kind(
    "NUMBER_BAD",
    Level.WARNING,
    (
        "{n} 个“{column}”读不出数字（例如“{example}”），按缺失处理。",
        "“{column}”: {n:value is no number|values are no numbers} (e.g. “{example}”), treated as missing.",
    ),
)
DATE_BAD = _kind(
    "DATE_BAD",
    Level.ERROR,
    (
        "{n} 行的“{column}”读不出日期（例如“{example}”），未计入。",
        "{n:row has|rows have} an unreadable “{column}” (e.g. “{example}”), not counted.",
    ),
)
DATE_UNREADABLE = _kind(
    "DATE_UNREADABLE",
    Level.WARNING,
    (
        "{n} 个“{column}”读不出日期（例如“{example}”），按缺失处理。",
        "“{column}”: {n:value is no date|values are no dates} (e.g. “{example}”), treated as missing.",
    ),
)
DATE_BLANK = _kind(
    "DATE_BLANK",
    Level.WARNING,
    (
        "{n} 行没有“{column}”，保留金额，但不能归到某一天。",
        "{n:row has|rows have} no “{column}”: the money is kept, but belongs to no day.",
    ),
)
DATE_FAR = _kind(
    "DATE_FAR",
    Level.WARNING,
    (
        "{n} 个“{column}”（例如“{example}”）离其他日期一年以上，多半写错了年份，按没有日期处理。",
        "“{column}”: {n:date|dates} (e.g. “{example}”) over a year from all others, most likely a wrong year; treated as no date.",
    ),
    (
        "请在源文件里改对后重新上传；金额不受影响。",
        "Correct them in the file and upload it again; amounts are not touched.",
    ),
)
PAID_TIME_BLANK = _kind(
    "PAID_TIME_BLANK",
    Level.WARNING,
    (
        "{n} 笔已付款订单没有“{column}”，按下单时间计。",
        "{n:paid order has|paid orders have} no “{column}”; the order time stands in.",
    ),
)
TIME_STOOD_IN = _kind(
    "TIME_STOOD_IN",
    Level.WARNING,
    (
        "{n} 行的“{column}”是空的，按“{other}”里写的计。",
        "“{column}” is blank in {n:row|rows}; what “{other}” says stands in.",
    ),
)
CELL_STOOD_IN = _kind(
    "CELL_STOOD_IN",
    Level.INFO,
    (
        "{n} 行的“{column}”是空的，用的是“{other}”。",
        "“{column}” is blank in {n:row|rows}; “{other}” stands in.",
    ),
)
REFUND_IN_FULL = _kind(
    "REFUND_IN_FULL",
    Level.WARNING,
    (
        "{n} 行写着已退款，但这种导出没有退款金额，按全额退款计。",
        "{n:row says|rows say} refunded, but this export has no refund amounts: taken as refunded in full.",
    ),
    (
        "有部分退款时，请一并上传退款明细来核对。",
        "Where some were refunded in part, upload the refunds export as well to check.",
    ),
)
EXPORT_REMARK = _kind("EXPORT_REMARK", Level.INFO, ("{remark}", "{remark}"))
PERIOD_FROM_NAME = _kind(
    "PERIOD_FROM_NAME",
    Level.INFO,
    (
        "表里没有日期列，期间取自{where}：{period}。",
        "The table has no date column; its period was taken from {where}: {period}.",
    ),
)
PERIOD_ROW = _kind(
    "PERIOD_ROW",
    Level.WARNING,
    (
        "{n} 行是一段时间的合计（开始和结束不是同一天），看不出每一天。",
        "{n:row covers|rows cover} several days each (start and end differ); no single day can be told.",
    ),
)
DATE_MIXED = _kind(
    "DATE_MIXED",
    Level.INFO,
    (
        "“{column}”里有 {n} 个日期的写法和别的不一样（例如“{example}”），已按各自的写法读。",
        "“{column}”: {n:date is|dates are} written in another way than most (e.g. “{example}”); each was read as written.",
    ),
)
DATE_AMBIGUOUS = _kind(
    "DATE_AMBIGUOUS",
    Level.WARNING,
    (
        "“{column}”的日期 月/日 还是 日/月 不明确，按 {order} 读。",
        "“{column}” may be month/day or day/month; read as {order}.",
    ),
)
CELL_ERROR = _kind(
    "CELL_ERROR",
    Level.ERROR,
    (
        "“{column}”有 {n} 个公式错误（如 #N/A），未当作 0。",
        "“{column}” holds {n} formula errors (such as #N/A); not treated as 0.",
    ),
)
FORMULA_NO_VALUE = _kind(
    "FORMULA_NO_VALUE",
    Level.ERROR,
    (
        "“{column}”有 {n} 个空单元格，而工作表里有 {formulas} 个公式没有算出值，很可能就是这些单元格。",
        "“{column}” has {n} blank cells, and {formulas} formulas of the sheet were never calculated: most likely these.",
    ),
    (
        "请在 Excel 打开并保存一次，再上传。",
        "Open and save the file once in Excel, then upload it again.",
    ),
)
RATE_IN_PERCENT = _kind(
    "RATE_IN_PERCENT",
    Level.WARNING,
    (
        "“{column}”没有百分号，但有大于 1 的值，整列按百分数读（{before} → {after}）。",
        "“{column}” has no percent sign but values above 1: the whole column was read as percentages ({before} → {after}).",
    ),
    (
        "如果本来就是比例，请在列名后加上单位，或把 1 以上的值改对后重新上传。",
        "If these are fractions, correct the values above 1 and upload the file again.",
    ),
)
STATUS_UNKNOWN = _kind(
    "STATUS_UNKNOWN",
    Level.WARNING,
    (
        "{n} 行的状态“{example}”不认识，记为未知。",
        "{n:row has|rows have} the unknown status “{example}”.",
    ),
)
PACKED_SPLIT = _kind(
    "PACKED_SPLIT",
    Level.INFO,
    (
        "{n} 行一行里写了几件商品，已拆成 {lines} 行，金额按单价（没有单价则平均）分到分，合计不变。",
        "{n:row holds|rows hold} several items; split into {lines} lines, the amount shared to the cent.",
    ),
)
PACKED_KEPT = _kind(
    "PACKED_KEPT",
    Level.WARNING,
    (
        "{n} 行一行里写了几件商品，但件数和商品数对不上，没有拆开：订单照计，商品分析不含这些行。",
        "{n:row holds|rows hold} several items that do not match the quantity: the order counts, unsplit.",
    ),
)
PACKED_ORDERS = _kind(
    "PACKED_ORDERS",
    Level.WARNING,
    (
        "{n} 行的“{column}”里写了几个订单号（合并发货），已拆成 {lines} 行；文件里看不出金额和件数各属于哪个订单，按平均分摊，合计不变。",
        "“{column}”: {n:row holds|rows hold} several order numbers (shipped as one); split into {lines} lines. The file does not tell which amount belongs to which order: amounts and units were shared out evenly, their sums stay.",
    ),
    (
        "要看单个订单的金额，以平台的订单为准。",
        "For the amounts of a single order, go by the orders of the platform.",
    ),
)
SECOND_BILL = _kind(
    "SECOND_BILL",
    Level.INFO,
    (
        "{bill}和{other}记的是同一笔钱：{n} 行只用来核对，不再计一遍。",
        "{bill} and {other} tell the same money: {n:row checks|rows check} it and count no second time.",
    ),
)
SPEND_TOLD_TWICE = _kind(
    "SPEND_TOLD_TWICE",
    Level.INFO,
    (
        "{n} 行的花费在“{other}”里已经有了（同一笔钱的另一份报表）：行都保留，花费只计一遍。",
        "The spend of {n:row|rows} is told by “{other}” as well, another report of the same money: all rows stay, and the spend counts once.",
    ),
)
ERP_STANDS_IN = _kind(
    "ERP_STANDS_IN",
    Level.INFO,
    (
        "没有平台自己的订单，{n} 行 ERP 订单明细当作订单明细用。",
        "There are no orders of a platform itself: {n:order line|order lines} of the ERP stand in for them.",
    ),
)
CURRENCY_MIXED = _kind(
    "CURRENCY_MIXED",
    Level.ERROR,
    (
        "数据里不止一种币种（{currencies}），金额没有换算，加在一起没有意义。",
        "The data hold several currencies ({currencies}); amounts are not converted, and their sums mean nothing.",
    ),
    (
        "请按币种分开复盘，或换算成同一币种后再上传。",
        "Review each currency by itself, or convert the amounts to one currency and upload them again.",
    ),
)
REFUNDS_UNKNOWN = _kind(
    "REFUNDS_UNKNOWN",
    Level.WARNING,
    (
        "{platforms}的 {n} 笔订单没有退款信息，净额按没有退款计，会偏高。",
        "{n:order|orders} of {platforms} say nothing about refunds; the net counts none for them, which is too high.",
    ),
    (
        "请一并上传该平台的退款（售后）明细。",
        "Upload the refunds (after-sale) export of that platform as well.",
    ),
)
BUYER_NONE = _kind(
    "BUYER_NONE",
    Level.INFO,
    (
        "这种导出不含买家标识：复购、客户价值和客户分群算不了。",
        "This export names no buyers: repurchase, lifetime value and customer groups cannot be told.",
    ),
)
PAID_BEFORE_ORDERED = _kind(
    "PAID_BEFORE_ORDERED",
    Level.WARNING,
    (
        "{n} 笔的付款早于下单。",
        "{n:order was paid before it was|orders were paid before they were} placed.",
    ),
)
VALUES_TIDIED = _kind(
    "VALUES_TIDIED",
    Level.INFO,
    (
        "{n} 个“{column}”去掉了符号、空格或制表符（{before} → {after}）。",
        "“{column}”: {n:value|values} tidied of signs, blanks or tabs ({before} → {after}).",
    ),
)
BUYER_UNKNOWN = _kind(
    "BUYER_UNKNOWN",
    Level.WARNING,
    (
        "{n} 行没有买家标识，计入金额，不计入用户分析。",
        "{n:row has|rows have} no buyer id: counted as money, not as customers.",
    ),
)
BUYER_MASKED = _kind(
    "BUYER_MASKED",
    Level.WARNING,
    (
        "{n} 个买家名被打码（如 t**1），不能当作买家标识。",
        "{n:buyer name is|buyer names are} masked (such as t**1), of no use as a buyer id.",
    ),
)
RETURN_LINES = _kind(
    "RETURN_LINES",
    Level.INFO,
    (
        "{n} 行数量为负，按退货计，归到退货日。",
        "{n:line with a negative quantity counts as a return|lines with a negative quantity count as returns}, on the day of the return.",
    ),
)
ZERO_LINES = _kind(
    "ZERO_LINES",
    Level.INFO,
    (
        "{n} 行金额为 0 或以下，保留但不计销售。",
        "{n:line has|lines have} an amount of 0 or less: kept, not counted as sales.",
    ),
)
DAYS_MISSING = _kind(
    "DAYS_MISSING",
    Level.WARNING,
    (
        "{n} 天没有任何数据（{days}），按缺失处理，不当作 0。",
        "{n:day has|days have} no rows at all ({days}): missing, not 0.",
    ),
)

# --- last review's workbook -------------------------------------------------------------------------------------
MEMORY_GONE = _kind(
    "MEMORY_GONE",
    Level.WARNING,
    (
        "工作簿里的隐藏记录不在了，只读了看得见的表；上次的指标值不知道，不能对比。",
        "The workbook's hidden record is gone; only the visible tables were read. Last time's figures are unknown and nothing is compared with them.",
    ),
    (
        "用本系统导出的原文件，不要复制工作表或转换格式。",
        "Use the file as it was exported; do not copy its sheets or convert it.",
    ),
)
MEMORY_TABLE_GONE = _kind(
    "MEMORY_TABLE_GONE",
    Level.WARNING,
    (
        "找不到{table}的表，用的是导出时的内容。",
        "The table of {table} is gone; it was taken as exported.",
    ),
)
MEMORY_TABLE_AGAIN = _kind(
    "MEMORY_TABLE_AGAIN",
    Level.WARNING,
    (
        "这张表前面已经有一张同样的，这里的 {n} 行没有读。",
        "There is a table like this one before it; its {n:row was|rows were} not read.",
    ),
)
MEMORY_WORD_UNKNOWN = _kind(
    "MEMORY_WORD_UNKNOWN",
    Level.WARNING,
    (
        "“{column}”有 {n} 格认不出来，如“{example}”。",
        "“{column}”: {n:cell|cells} cannot be read, such as “{example}”.",
    ),
    (
        "请改成下拉里的词、指标名、日期或数字。",
        "Use a word of the drop-down, the name of a metric, a date or a number.",
    ),
)
MEMORY_ROW_UNUSABLE = _kind(
    "MEMORY_ROW_UNUSABLE",
    Level.WARNING,
    (
        "{n} 行不完整，没有读入。",
        "{n:row is incomplete and was|rows are incomplete and were} not read.",
    ),
    (
        "目标要有指标、开始、结束和目标值；行动要写做什么；风险要写起因。",
        "A target needs its metric, first and last day and value; an action its text; a risk its cause.",
    ),
)

DAYS_SPARSE = _kind(
    "DAYS_SPARSE",
    Level.INFO,
    (
        "{span} 天里只有 {n} 天有数据，其余的日子按缺失处理，不当作 0。",
        "Only {n} of {span} days have rows; the other days are missing, not 0.",
    ),
)

FINDINGS: tuple[FindingKind, ...] = tuple(
    value for value in tuple(globals().values()) if isinstance(value, FindingKind)
)
REFUSALS: tuple[FindingKind, ...] = tuple(k for k in FINDINGS if k.level is Level.REFUSED)
