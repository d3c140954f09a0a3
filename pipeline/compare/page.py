"""The comparison as one page that works offline: no script, nothing loaded from elsewhere."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.compare.rows import Row
from pipeline.compare.totals import GROUPS
from pipeline.schema.code_names import label_of
from pipeline.storage.edition import Edition
from pipeline.storage.files import split_list
from pipeline.totals.bars import across, down, svg_of
from pipeline.totals.filters import type_label

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

SIGNAL_WORDS = {
    "number_changed": "The same sentence with another number",
    "same_number_new_year": "The same sentence and numbers with another year",
    "counter_fell": "A cumulative count or amount that fell",
    "event_not_told": "A planned event that is due and not mentioned again",
    "commitment_not_told": "A commitment or pledge that is not mentioned again",
}
CHANGE_WORDS = {
    "changed": "Reported again with changes",
    "new": "New",
    "gone": "No longer reported",
    "reworded": "The same facts in other words",
    "repeated": "Repeated word for word",
}
STATE_WORDS = {
    "not_mentioned_again": "Not mentioned again",
    "open": "Open",
    "partly_fulfilled": "Partly fulfilled",
    "cancelled": "Cancelled, suspended, returned or redirected",
    "fulfilled": "Fulfilled",
}
OFFICIAL_WORDS = {
    "yes": "",
    "no": ", not official aid",
    "not stated": ", from providers of unknown type",
}
BARS = 15  # per chart: the keys with the largest totals
COLOURS = ("#9aa5b1", "#0b6fa4")  # earlier, later: distinct for colour-blind people, too


def page_bytes(found: "Mapping[str, pd.DataFrame]", before: Edition, after: Edition) -> bytes:
    """The page of a comparison as UTF-8 HTML; `found` is what `compare` gave."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"amount": _amount, "money": _money, "key_words": _key_words}
    environment.filters |= {"bounds": _bounds, "followed": _followed}
    environment.filters |= {"type_words": _type_words}
    environment.globals |= {"marked": _marked}
    template = environment.from_string(
        files("pipeline.compare").joinpath("page.html").read_text(encoding="utf-8")
    )
    rows = {name: _rows(frame) for name, frame in found.items()}
    return template.render(
        style=style(),
        before=before,
        after=after,
        signals=_grouped(rows["signals"], "kind", SIGNAL_WORDS),
        contributions=_grouped(rows["contributions"], "change", CHANGE_WORDS),
        pledges=_grouped(rows["pledges"], "state", STATE_WORDS),
        names=Counter(row["change"] for row in rows["entities"]),
        charts=_charts(rows["totals"], before.name, after.name),
        **{name: rows[name] for name in ("totals", "sections", "entities", "decisions")},
    ).encode()


def style() -> "Markup":
    """The style sheet of pages with two sides, also used by `matching`."""
    from markupsafe import Markup

    return Markup("\n" + files("pipeline.compare").joinpath("page.css").read_text("utf-8"))


def _rows(frame: "pd.DataFrame") -> list[Row]:
    return [
        {str(name): str(cell) for name, cell in row.items()} for row in frame.to_dict("records")
    ]


def _grouped(rows: list[Row], column: str, words: Mapping[str, str]) -> list[tuple[str, list[Row]]]:
    """The rows under the words for each value that occurs, in the order of `words`."""
    groups = (
        (text, [row for row in rows if row[column] == value]) for value, text in words.items()
    )
    return [(text, group) for text, group in groups if group]


# ---- cells -----------------------------------------------------------------------------------


def _money(value: str, currency: str) -> str:
    """An amount for reading: `USD 14,500,000`."""
    return f"{currency} {Decimal(value):,f}".strip() if value else ""


def _amount(row: Row, edition: str) -> str:
    """The amount of a contribution in one edition."""
    return _bounds(row, edition)


def _bounds(row: Row, name: str) -> str:
    """The amount in the columns `name_low` and `name_high`: exact, a range, or open at one end."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    currency = row.get(f"{name}_currency", row.get("currency", ""))
    if low == high:
        return _money(low, currency)
    if low and high:
        return f"{_money(low, currency)} to {Decimal(high):,f}"
    return f"{_money(low, currency)} or more" if low else f"up to {_money(high, currency)}"


def _followed(row: Row) -> list[tuple[str, str, str]]:
    """The edition, amount and sentence of each row that followed a pledge."""
    columns = [split_list(row[f"followed_{name}"]) for name in ("editions", "amounts")]
    return list(zip(*columns, json.loads(row["followed_evidence"]), strict=True))


def _marked(text: str, other: str) -> "Markup":
    """The text, escaped; words that the other text does not have are marked."""
    from markupsafe import Markup, escape

    words, others = text.split(" "), other.split(" ")
    if not other:
        return escape(text)
    parts = []
    for kind, start, end, _, _ in SequenceMatcher(
        None, words, others, autojunk=False
    ).get_opcodes():
        part = escape(" ".join(words[start:end]))
        if part:
            parts.append(part if kind == "equal" else Markup("<mark>{}</mark>").format(part))
    return Markup(" ").join(parts)


def _key_words(row: Row) -> str:
    """The key of a total for reading, a code with its name."""
    if row["by"] == "transaction_type":
        return type_label(row["type"])
    return label_of(row["by"], row["key"])


def _type_words(row: Row) -> str:
    """What a total adds up, for reading: `3 – Disbursement, not official aid`."""
    return type_label(row["type"]) + OFFICIAL_WORDS[row["official"]]


# ---- charts ----------------------------------------------------------------------------------


def _charts(totals: list[Row], before: str, after: str) -> list[tuple[str, "Markup"]]:
    """A chart for each group, currency and transaction type: (its title, its SVG)."""
    from markupsafe import Markup

    charts = []
    for by in GROUPS:
        own = [row for row in totals if row["by"] == by]
        for kind in sorted({_comparable(row) for row in own}):
            rows = [row for row in own if _comparable(row) == kind]
            rows.sort(key=lambda row: -max(_most(row, "from"), _most(row, "to")))
            title = ", ".join(filter(None, (by.replace("_", " ").capitalize(), *kind)))
            charts.append((title, Markup(_bars(rows[:BARS], (before, after), kind[0]))))
    return charts


def _comparable(row: Row) -> tuple[str, str]:
    """The currency of a total and what it adds up: the totals of one chart share both."""
    if row["by"] == "transaction_type":
        return row["currency"], OFFICIAL_WORDS[row["official"]].removeprefix(", ")
    return row["currency"], _type_words(row)


def _most(row: Row, side: str) -> Decimal:
    """The most that a total may be; its least where there is no upper bound."""
    return Decimal(row[f"{side}_high"] or row[f"{side}_low"])


def _bars(rows: list[Row], editions: tuple[str, str], currency: str) -> str:
    import altair as alt
    import pandas as pd

    values = [
        {"key": _key_words(row), "edition": name, "amount": float(_most(row, side))}
        for row in rows
        for name, side in zip(editions, ("from", "to"), strict=True)
    ]
    chart = (
        alt.Chart(pd.DataFrame(values), width=560)
        .mark_bar(cornerRadius=2)
        .encode(
            x=across("amount", currency),
            y=down([_key_words(row) for row in rows]),
            yOffset=alt.YOffset("edition:N", sort=list(editions)),
            color=alt.Color(
                "edition:N",
                sort=list(editions),
                scale=alt.Scale(domain=list(editions), range=list(COLOURS)),
                title=None,
            ),
        )
    )
    return svg_of(chart, "white")
