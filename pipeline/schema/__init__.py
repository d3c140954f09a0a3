"""Every table and column, told once.

Validation, the column reference, the data package, the workbook's drop-downs and the review form
are made from `TABLES`.  Vocabulary follows IATI 2.03, OECD DAC/CRS and OCHA FTS; codes are ISO
3166-1 alpha-3, ISO 4217, OECD DAC and UN M49; dates are ISO 8601 days beside EDTF text.
"""

from dataclasses import dataclass

from pipeline.records import closed_lists as lists


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is string, integer, decimal, date, boolean, list (joined by `;`), json."""

    name: str
    meaning: str
    type: str = "string"
    values: tuple[str, ...] = ()  # the closed list, where there is one
    table: str = ""  # the table whose row_id it holds


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    meaning: str
    own: tuple[Column, ...]
    extracted: bool = True  # read from a sentence: carries evidence, reasons and review columns

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order in which files hold them."""
        if self.extracted:
            return (*IDENTITY, *PLACE, *self.own, *EVIDENCE, *REVIEW)
        return (*IDENTITY, *PLACE, *self.own)


IDENTITY = (
    Column("row_id", "12 hex digits from the evidence, never from a position or an edition"),
    Column("edition", "the edition's name, e.g. 2019"),
)
PLACE = (
    Column("section", "the section's path, titles joined by ` / `"),
    Column("block_id", "the block that holds the evidence", table="blocks"),
    Column("source", "the raw file"),
    Column("raw_start", "first raw character (code points) of the row's own span", "integer"),
    Column("raw_end", "raw character after the last", "integer"),
)
EVIDENCE = (
    Column("evidence", "the sentence, as cleaned"),
    Column(
        "field_spans", "for each field the raw spans [start, end] that it was read from", "json"
    ),
    Column("rule", "which rule proposed the row"),
    Column("confidence", "how far to trust the row", values=lists.CONFIDENCES),
    Column("reasons", "why that far, codes of vocab/flags.csv", "list"),
    Column("unknown", f"for an empty field why it is empty: {', '.join(lists.UNKNOWN)}", "json"),
    Column("flags", "why a person should look, codes of vocab/flags.csv", "list"),
)
REVIEW = (
    Column("review_status", "what people decided", values=lists.REVIEW_STATUSES),
    Column("reviewer", "who decided"),
    Column("reviewed_at", "when, ISO 8601 in UTC"),
    Column("review_note", "the reviewer's words"),
)
PERIOD = (
    Column("period_text", "the words that tell the period"),
    Column("period_start", "its first day", "date"),
    Column("period_end", "its last day, empty where open", "date"),
    Column("period_edtf", "the same in EDTF"),
    Column("period_basis", "where the period comes from", values=lists.PERIOD_BASES),
)
BOUNDS = (
    Column("low", "exact amount in currency units, empty for an open bound", "decimal"),
    Column("high", "equals `low` unless the text gives a range", "decimal"),
    Column("currency", "ISO 4217, empty where the text does not tell"),
)

TABLES = (
    Table(
        "documents",
        "The raw files, one row each.",
        (
            Column("title", "the report's title"),
            Column("publisher", "who published it"),
            Column("provider", "whose aid it reports, ISO 3166-1 alpha-3"),
            Column("year", "the edition's year", "integer"),
            Column("fiscal_year_start", "month in which the fiscal year begins", "integer"),
            Column("language", "ISO 639-1"),
            Column("encoding", "codec that turns the file's bytes into the raw characters"),
            Column("sha256", "of the file's bytes"),
            Column("partial", "which slice of the report this is, empty for a whole report"),
            Column("address", "where the publisher has it"),
            Column("licence", "under which terms"),
        ),
        extracted=False,
    ),
    Table(
        "sections",
        "The heading tree.",
        (
            Column("parent_id", "the section above, empty at the top", table="sections"),
            Column("level", "1 for the outermost", "integer"),
            Column("marker", "as printed: (3), ●, A., 1-2, or none"),
            Column("title", "the heading without its marker"),
            Column("path", "titles from the top, joined by ` / `"),
            Column("kind", "what sort of heading"),
            Column("level_reason", "why this level"),
            Column("order", "place in the edition", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "blocks",
        "Headings, paragraphs, captions, notes; every non-space raw character lies in one of them.",
        (
            Column("section_id", "the section that holds it", table="sections"),
            Column("order", "place in the edition", "integer"),
            Column("kind", "what it is", values=lists.BLOCK_KINDS),
            Column("text", "the text, as cleaned"),
            Column("copies", "how often it is printed", "integer"),
            Column("duplicate_of", "the first copy", table="blocks"),
        ),
        extracted=False,
    ),
    Table(
        "repairs",
        "Every change that cleaning made; putting `before` back undoes it.",
        (
            Column("kind", "the repair's name"),
            Column("before", "the raw characters, as a JSON string", "json"),
            Column("after", "what stands for them in the clean text, as a JSON string", "json"),
        ),
        extracted=False,
    ),
    Table(
        "notes",
        "Foot and end notes.",
        (
            Column("number", "as its marker in the text says it"),
            Column("list_number", "the number before it in the list of notes"),
            Column("text", "the note's text"),
        ),
    ),
    Table(
        "note_anchors",
        "Where the text points to a note.",
        (
            Column("number", "the note's number"),
            Column("note_id", "the note, empty where there is none", table="notes"),
            Column("anchor_term", "the words that the marker follows"),
        ),
    ),
    Table(
        "figures",
        "Pictures and charts by their captions; a caption printed twice is one row.",
        (
            Column("caption", "without its credit"),
            Column("credit", "who made the picture"),
            Column("date", "as printed"),
            Column("places", "places named in it", "list"),
            Column("people", "persons named in it", "list"),
            Column("copies", "how often it is printed", "integer"),
        ),
    ),
    Table(
        "entities",
        "Every named thing once.",
        (
            Column("entity_id", "the same in every edition"),
            Column("name", "its full name"),
            Column("kind", "what it is", values=lists.ENTITY_KINDS),
            Column("acronym", "its short form"),
            Column("aliases", "other names that this edition prints", "list"),
            Column("iso3", "ISO 3166-1 alpha-3"),
            Column("m49", "UN M49"),
            Column("dac_code", "OECD DAC recipient or provider code"),
            Column("crs_channel_code", "OECD CRS channel code"),
            Column("iati_org_id", "IATI organisation identifier"),
            Column("oda_eligible", "on the DAC list in the edition's year", values=("yes", "no")),
            Column("members", "of a closed group, ISO 3166-1 alpha-3", "list"),
            Column("mentions", "how often it is named by itself", "integer"),
        ),
    ),
    Table(
        "mentions",
        "Every naming of an entity.",
        (
            Column("entity_id", "the entity; what is only a part of longer names has no row there"),
            Column("text", "as printed"),
            Column("kind", "what it is", values=lists.ENTITY_KINDS),
            Column("role", "what it does in the sentence", values=lists.MENTION_ROLES),
            Column("antecedent", "the words that it stands for"),
        ),
    ),
    Table(
        "acronyms",
        "Short forms that the text defines, and those that it uses without.",
        (
            Column("acronym", "the short form"),
            Column("long_form", "the words that it stands for"),
            Column("entity_id", "the entity, by its entity_id"),
            Column("defined", "whether the text defines it", "boolean"),
            Column("first_use", "raw offset of its first use", "integer"),
            Column("used_before_definition", "whether it is used before", "boolean"),
            Column("nested_in", "the longer short form or name that holds it"),
        ),
    ),
    Table(
        "money",
        "Every sum.",
        (
            Column("text", "as printed"),
            *BOUNDS,
            Column("currency_basis", "how the currency is known", values=lists.CURRENCY_BASES),
            Column("qualifier", "how exact the text is", values=lists.QUALIFIERS),
            Column("per", "day, year, person, tonne …"),
            Column("role", "what the sum is", values=lists.MONEY_ROLES),
            Column("equivalent_of", "the sum that it tells again", table="money"),
            *PERIOD,
        ),
    ),
    Table(
        "contributions",
        "Who gives how much to whom, through whom, for what, when; one row for each contribution.",
        (
            Column("provider", "who gives; several where one sum is theirs together", "list"),
            Column("provider_id", "the same by entity_id", "list"),
            Column("provider_type", "IATI organisation type"),
            Column("recipients", "who receives", "list"),
            Column("recipient_ids", "the same by entity_id", "list"),
            Column("recipient_iso3", "the countries among them", "list"),
            Column(
                "recipient_scope",
                "one, several together, a group",
                values=lists.RECIPIENT_SCOPES,
            ),
            Column("beneficiaries", "people or groups meant to gain", "list"),
            Column("channels", "through whom: organisations and funds", "list"),
            Column("channel_ids", "the same by entity_id", "list"),
            Column("implementers", "who carries it out", "list"),
            Column("implementer_ids", "the same by entity_id", "list"),
            Column("purpose", "the text's own phrase"),
            Column("purpose_codes", "candidate CRS purpose codes", "list"),
            Column("theme", "the title of the section"),
            Column("verb", "the verb or noun of giving"),
            Column("transaction_type", "IATI", values=lists.TRANSACTION_TYPES),
            Column("transaction_type_candidates", "where the verb does not tell", "list"),
            Column("modality", "what is given", values=lists.MODALITIES),
            Column("finance_type", "OECD DAC"),
            *BOUNDS,
            Column("qualifier", "how exact the text is", values=lists.QUALIFIERS),
            Column("money_id", "the sum", table="money"),
            *PERIOD,
            Column("fiscal_year", "where the words name one"),
            Column("cumulative", "a sum over several years", "boolean"),
            Column("known_only_from", "caption, where no sentence tells it"),
            Column("countable", "whether a total may add it", "boolean"),
            Column("not_countable_reason", "why not"),
            Column("duplicate_of", "the row that told it first", table="contributions"),
            Column("probability", "how likely all fields are right, from 0 to 1", "decimal"),
            Column("field_probabilities", "how likely each field is right", "json"),
        ),
    ),
    Table(
        "money_relations",
        "Which sums are parts, examples or retellings of others.",
        (
            Column("whole", "the total", table="money"),
            Column("part", "the part", table="money"),
            Column("type", "how they belong together", values=lists.RELATION_TYPES),
            Column("stated", "the words that say so"),
        ),
    ),
    Table(
        "checks",
        "Stated totals against the sums of their parts.",
        (
            Column("money_id", "the stated total", table="money"),
            Column("parts", "its parts, by row_id of money", "list"),
            Column("currency", "ISO 4217"),
            Column("stated_low", "least that the words allow", "decimal"),
            Column("stated_high", "most that the words allow", "decimal"),
            Column("computed_low", "least sum of the parts", "decimal"),
            Column("computed_high", "most", "decimal"),
            Column("verdict", "whether they agree", values=lists.VERDICTS),
        ),
    ),
    Table(
        "results",
        "Counts, and whether aid brought them about.",
        (
            Column("text", "as printed"),
            Column("value", "the number, the lower end of a range", "decimal"),
            Column("value_high", "the upper end of a range", "decimal"),
            Column("bound", "how exact the text is", values=lists.QUALIFIERS),
            Column("kind", "what sort of number", values=lists.COUNT_KINDS),
            Column("unit", "the noun counted"),
            Column("of_what", "the whole noun phrase"),
            Column("pair_id", "its other half: 72 graduates from 41 countries", table="results"),
            Column("is_aid_result", "brought about by aid", "boolean"),
            Column("cumulative", "counted over years", "boolean"),
            Column("programme", "that brought it about"),
            Column("programme_id", "the same by entity_id"),
            Column("provider", "whose aid"),
            Column("provider_id", "the same by entity_id"),
            Column("iso3", "where"),
            *PERIOD,
        ),
    ),
    Table(
        "events",
        "Dated happenings.",
        (
            Column("what", "the text's own phrase"),
            Column("kind", "what sort of happening", values=lists.EVENT_KINDS),
            Column("participants", "who took part", "list"),
            Column("participant_ids", "the same by entity_id", "list"),
            Column("place", "where"),
            Column("place_id", "the same by entity_id"),
            Column("iso3", "its country"),
            Column("date_text", "the words that tell the date"),
            Column("date_start", "first day", "date"),
            Column("date_end", "last day, empty where open", "date"),
            Column("date_edtf", "the same in EDTF"),
            Column("granularity", "how fine the date is", values=lists.GRANULARITIES),
            Column("basis", "how the date is known", values=lists.DATE_BASES),
            Column("antecedent", "the words that a relative date was resolved against"),
            Column("recurrence", "every year"),
            Column("tense", "done, ongoing, planned", values=lists.TENSES),
        ),
    ),
    Table(
        "dates",
        "Every expression of time.",
        (
            Column("text", "as printed"),
            Column("date_start", "first day", "date"),
            Column("date_end", "last day, empty where open", "date"),
            Column("date_edtf", "the same in EDTF"),
            Column("granularity", "how fine it is", values=lists.GRANULARITIES),
            Column("basis", "how it is known", values=lists.DATE_BASES),
            Column("antecedent", "the words that a relative date was resolved against"),
            Column("recurrence", "every year"),
            Column("duration", "ISO 8601 duration"),
            Column("fiscal_year", "where the words name one"),
        ),
    ),
    Table(
        "ledger",
        "Every numeral, money word and date word, with the row that holds it or why none does.",
        (
            Column("text", "as printed"),
            Column("kind", "what sort of word", values=lists.LEDGER_KINDS),
            Column("held_by", "the table that holds it"),
            Column("held_row", "the row that holds it"),
            Column("ignored_as", "the class that ignores it, of vocab/flags.csv"),
        ),
        extracted=False,
    ),
    Table(
        "issues",
        "What was not understood.",
        (
            Column("code", "of vocab/flags.csv"),
            Column("meaning", "the code in words"),
            Column("text", "the passage"),
            Column("note", "what more is known"),
        ),
        extracted=False,
    ),
)
TABLE = {table.name: table for table in TABLES}
