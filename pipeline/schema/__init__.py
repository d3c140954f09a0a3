"""Every table and column, defined once.

Validation, the column reference, the data package, the workbook's drop-downs and the review form
are made from `TABLES`.  Vocabulary follows IATI 2.03, OECD DAC/CRS and OCHA FTS; codes are ISO
3166-1 alpha-3, ISO 4217, OECD DAC and UN M49; dates are ISO 8601 days and EDTF text.
"""

from pipeline.records import closed_lists as lists
from pipeline.schema.loans import IN_KIND, LOAN_TERMS
from pipeline.schema.matches import MATCHES
from pipeline.schema.table import EVIDENCE, IDENTITY, PLACE, REVIEW, Column, Table

__all__ = [
    "EVIDENCE",
    "IDENTITY",
    "MATCHES",
    "PLACE",
    "REVIEW",
    "TABLE",
    "TABLES",
    "USD",
    "Column",
    "Table",
]

PERIOD = (
    Column("period_text", "the words that state the period"),
    Column("period_start", "the period's first day", "date"),
    Column("period_end", "the period's last day, empty if open", "date"),
    Column("period_edtf", "the period in EDTF"),
    Column("period_basis", "where the period comes from", values=lists.PERIOD_BASES),
)
BOUNDS = (
    Column(
        "low", "exact amount in units of the currency, empty if there is no lower bound", "decimal"
    ),
    Column(
        "high",
        "equal to `low` unless the text gives a range, empty if there is no upper bound",
        "decimal",
    ),
    Column("currency", "ISO 4217, empty if it is not known"),
)
USD = (
    Column("usd_rate", "units of the currency for one US dollar", "decimal"),
    Column("usd_low", "`low` in US dollars of its year, to the cent", "decimal"),
    Column("usd_high", "`high` in US dollars of its year, to the cent", "decimal"),
    Column("usd_deflator", "deflator of the US dollars, 100 in the base year", "decimal"),
    Column("constant_usd_low", "`low` in US dollars of the base year", "decimal"),
    Column("constant_usd_high", "`high` in US dollars of the base year", "decimal"),
    Column("usd_basis", "rate, deflator, years and files of the conversion, or why there is none"),
)

TABLES = (
    Table(
        "documents",
        "The raw files, one row for each.",
        (
            Column("title", "the report's title"),
            Column("publisher", "who published it"),
            Column("provider", "whose aid it reports, ISO 3166-1 alpha-3"),
            Column("year", "the edition's year", "integer"),
            Column("fiscal_year_start", "month in which the fiscal year begins", "integer"),
            Column("language", "ISO 639-1"),
            Column("encoding", "codec that decodes the file's bytes into the raw characters"),
            Column("sha256", "SHA-256 digest of the file's bytes"),
            Column("partial", "which part of the report this is, empty for a complete report"),
            Column("address", "where the publisher offers it"),
            Column("licence", "the terms of use"),
        ),
        extracted=False,
    ),
    Table(
        "sections",
        "The heading tree.",
        (
            Column("parent_id", "the parent section, empty at the top", table="sections"),
            Column("level", "1 for the outermost", "integer"),
            Column("marker", "the heading's marker as printed, such as (3), ●, A. or 1-2"),
            Column("title", "the heading without its marker"),
            Column("path", "titles from the top, joined by ` / `"),
            Column("kind", "the kind of heading"),
            Column("level_reason", "how the level was determined"),
            Column("order", "position in the edition", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "blocks",
        "Headings, paragraphs, captions and notes; they hold every non-space raw character.",
        (
            Column("section_id", "the section that contains it", table="sections"),
            Column("order", "position in the edition", "integer"),
            Column("kind", "the kind of block", values=lists.BLOCK_KINDS),
            Column("text", "the cleaned text"),
            Column("copies", "how often it is printed", "integer"),
            Column("duplicate_of", "the first copy of the same text", table="blocks"),
        ),
        extracted=False,
    ),
    Table(
        "repairs",
        "Every change made by cleaning; restoring `before` undoes it.",
        (
            Column("kind", "the name of the repair"),
            Column("before", "the raw characters, as a JSON string", "json"),
            Column("after", "what replaces them in the clean text, as a JSON string", "json"),
        ),
        extracted=False,
    ),
    Table(
        "notes",
        "Footnotes and endnotes.",
        (
            Column("number", "the number, as at its anchor in the text"),
            Column("list_number", "the number printed before it in the list of notes"),
            Column("text", "the note's text"),
        ),
    ),
    Table(
        "note_anchors",
        "Where the text refers to a note.",
        (
            Column("number", "the note's number"),
            Column("note_id", "the note, empty if it was not found", table="notes"),
            Column("anchor_term", "the words that the anchor follows"),
        ),
    ),
    Table(
        "figures",
        "Figures, known by their captions; a caption printed twice is one row.",
        (
            Column("caption", "the caption without its credit"),
            Column("credit", "who is credited for the figure"),
            Column("date", "the date as printed"),
            Column("places", "places named in it", "list"),
            Column("people", "persons named in it", "list"),
            Column("copies", "how often it is printed", "integer"),
        ),
    ),
    Table(
        "entities",
        "Every named entity, once.",
        (
            Column("entity_id", "id of the entity, the same in every edition"),
            Column("name", "its full name"),
            Column("kind", "the kind of entity", values=lists.ENTITY_KINDS),
            Column("acronym", "its acronym"),
            Column("aliases", "other names used in this edition", "list"),
            Column("iso3", "ISO 3166-1 alpha-3"),
            Column("m49", "UN M49"),
            Column("dac_code", "OECD DAC recipient or provider code"),
            Column("crs_channel_code", "OECD CRS channel code"),
            Column("iati_org_id", "IATI organisation identifier"),
            Column(
                "oda_eligible",
                "whether it is on the DAC list of ODA recipients in the edition's year",
                values=("yes", "no"),
            ),
            Column("members", "members of a closed group, ISO 3166-1 alpha-3", "list"),
            Column("mentions", "how often it is named, other than inside a longer name", "integer"),
        ),
    ),
    Table(
        "mentions",
        "Every mention of an entity.",
        (
            Column(
                "entity_id",
                "the entity; one that is only ever part of longer names has no row in `entities`",
            ),
            Column("text", "as printed"),
            Column("kind", "the kind of entity", values=lists.ENTITY_KINDS),
            Column("role", "its role in the sentence", values=lists.MENTION_ROLES),
            Column("antecedent", "the words that it refers back to"),
        ),
    ),
    Table(
        "acronyms",
        "Acronyms that the text defines or uses.",
        (
            Column("acronym", "the acronym"),
            Column("long_form", "the words that it stands for"),
            Column("entity_id", "the entity_id of what it names"),
            Column("defined", "whether the text defines it", "boolean"),
            Column("first_use", "raw offset of its first use", "integer"),
            Column("used_before_definition", "whether it is used before it is defined", "boolean"),
            Column("nested_in", "the longer acronym or name that contains it"),
        ),
    ),
    Table(
        "money",
        "Every amount of money.",
        (
            Column("text", "as printed"),
            *BOUNDS,
            Column("currency_basis", "how the currency is known", values=lists.CURRENCY_BASES),
            Column("qualifier", "how exact the stated number is", values=lists.QUALIFIERS),
            Column("per", "the unit of a rate: day, year, person, tonne …"),
            Column("role", "the role of the amount", values=lists.MONEY_ROLES),
            Column("equivalent_of", "the amount that it restates", table="money"),
            *PERIOD,
        ),
    ),
    Table(
        "contributions",
        "Who gives how much to whom, through whom, for what and when; one row per contribution.",
        (
            Column("provider", "who gives; several if they give one amount together", "list"),
            Column("provider_id", "the same, as entity_id", "list"),
            Column("provider_type", "IATI organisation type"),
            Column("recipients", "who receives", "list"),
            Column("recipient_ids", "the same, as entity_id", "list"),
            Column("recipient_iso3", "the countries among them", "list"),
            Column(
                "recipient_scope",
                "one recipient, several jointly, or a group",
                values=lists.RECIPIENT_SCOPES,
            ),
            Column("beneficiaries", "people or groups meant to benefit", "list"),
            Column("channels", "organisations and funds that the money goes through", "list"),
            Column("channel_ids", "the same, as entity_id", "list"),
            Column("implementers", "who carries out the activity", "list"),
            Column("implementer_ids", "the same, as entity_id", "list"),
            Column("purpose", "what it is for, in the words of the text"),
            Column("purpose_codes", "candidate CRS purpose codes", "list"),
            Column("theme", "the title of the section, as a theme"),
            Column("verb", "the verb or noun that states the contribution"),
            Column("transaction_type", "IATI transaction type", values=lists.TRANSACTION_TYPES),
            Column(
                "transaction_type_candidates", "possible types, if the words leave it open", "list"
            ),
            Column("status", "whether it was provided, and how far", values=lists.STATUSES),
            Column("modality", "the form of the aid", values=lists.MODALITIES),
            Column("finance_type", "OECD DAC finance type"),
            *LOAN_TERMS,
            *IN_KIND,
            *BOUNDS,
            Column("qualifier", "how exact the stated number is", values=lists.QUALIFIERS),
            Column("money_id", "the amount", table="money"),
            *PERIOD,
            Column("fiscal_year", "the fiscal year, if the text names one"),
            Column("cumulative", "whether the amount covers several years", "boolean"),
            Column("known_only_from", "`caption` if no sentence states it"),
            Column("countable", "whether it may be added to a total", "boolean"),
            Column("not_countable_reason", "why it may not be added to a total"),
            Column("duplicate_of", "the row that stated it first", table="contributions"),
            Column("probability", "probability that all fields are right, 0 to 1", "decimal"),
            Column(
                "field_probabilities", "for each field, the probability that it is right", "json"
            ),
        ),
        derived=USD,
    ),
    Table(
        "money_relations",
        "Which amounts are components, payments, examples or restatements of others.",
        (
            Column("whole", "the stated total or the other amount", table="money"),
            Column("part", "the component, payment, example or restatement", table="money"),
            Column("type", "how the two amounts are related", values=lists.RELATION_TYPES),
            Column("stated", "the words that state the relation"),
        ),
    ),
    Table(
        "checks",
        "Stated totals, checked against their components.",
        (
            Column("money_id", "the stated total", table="money"),
            Column("parts", "its components, as row_id of `money`", "list"),
            Column("currency", "ISO 4217"),
            Column("stated_low", "lowest value that the words allow", "decimal"),
            Column("stated_high", "highest value that the words allow", "decimal"),
            Column("computed_low", "lowest total of the components", "decimal"),
            Column("computed_high", "highest total of the components", "decimal"),
            Column("verdict", "whether the two agree", values=lists.VERDICTS),
        ),
    ),
    Table(
        "results",
        "Counts, and whether they are results of aid.",
        (
            Column("text", "as printed"),
            Column("value", "the number, or the lower end of a range", "decimal"),
            Column("value_high", "the upper end of a range", "decimal"),
            Column("bound", "how exact the stated number is", values=lists.QUALIFIERS),
            Column("kind", "the kind of number", values=lists.COUNT_KINDS),
            Column("unit", "the noun that is counted"),
            Column("of_what", "the whole noun phrase"),
            Column(
                "pair_id",
                "the count it belongs with, as in 72 graduates from 41 countries",
                table="results",
            ),
            Column("is_aid_result", "whether it is a result of aid", "boolean"),
            Column("cumulative", "whether it is counted over several years", "boolean"),
            Column("programme", "the programme that brought it about"),
            Column("programme_id", "the same, as entity_id"),
            Column("provider", "the provider of the aid"),
            Column("provider_id", "the same, as entity_id"),
            Column("iso3", "the country of the result, ISO 3166-1 alpha-3"),
            *PERIOD,
        ),
    ),
    Table(
        "events",
        "Events with a date.",
        (
            Column("what", "the event, in the words of the text"),
            Column("kind", "the kind of event", values=lists.EVENT_KINDS),
            Column("participants", "who took part", "list"),
            Column("participant_ids", "the same, as entity_id", "list"),
            Column("place", "where it took place"),
            Column("place_id", "the same, as entity_id"),
            Column("iso3", "the country of the place, ISO 3166-1 alpha-3"),
            Column("date_text", "the words that state the date"),
            Column("date_start", "first day", "date"),
            Column("date_end", "last day, empty if open", "date"),
            Column("date_edtf", "the date in EDTF"),
            Column("granularity", "the precision of the date", values=lists.GRANULARITIES),
            Column("basis", "how the date is known", values=lists.DATE_BASES),
            Column("antecedent", "the earlier words from which a relative date was resolved"),
            Column("recurrence", "how it recurs, such as every year"),
            Column("tense", "whether it is done, ongoing or planned", values=lists.TENSES),
        ),
    ),
    Table(
        "dates",
        "Every date and period in the text.",
        (
            Column("text", "as printed"),
            Column("date_start", "first day", "date"),
            Column("date_end", "last day, empty if open", "date"),
            Column("date_edtf", "the date in EDTF"),
            Column("granularity", "the precision of the date", values=lists.GRANULARITIES),
            Column("basis", "how the date is known", values=lists.DATE_BASES),
            Column("antecedent", "the earlier words from which a relative date was resolved"),
            Column("recurrence", "how it recurs, such as every year"),
            Column("duration", "the duration, ISO 8601"),
            Column("fiscal_year", "the fiscal year, if the text names one"),
        ),
    ),
    Table(
        "ledger",
        "Every numeral, money word and date word, with its row or the reason it has none.",
        (
            Column("text", "as printed"),
            Column("kind", "the kind of word", values=lists.LEDGER_KINDS),
            Column("held_by", "the table of the row that contains it"),
            Column("held_row", "the row that contains it"),
            Column("ignored_as", "why it needs no row, as a code of vocab/flags.csv"),
        ),
        extracted=False,
    ),
    Table(
        "issues",
        "Passages that were not understood.",
        (
            Column("code", "the issue, as a code of vocab/flags.csv"),
            Column("meaning", "what the code means"),
            Column("text", "the passage"),
            Column("note", "further details"),
        ),
        extracted=False,
    ),
)
# what people review: the tables of every edition, and matches with a second source
TABLE = {table.name: table for table in (*TABLES, MATCHES)}
