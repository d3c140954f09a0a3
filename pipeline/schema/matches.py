"""The table of `make match`: each contribution beside a record of a second source.

It is made on demand, not by a stage, so it is not among `TABLES`; its rows are reviewed and its
decisions kept like those of any other table.
"""

from pipeline.schema.table import Column, Table

OUTCOMES = ("match", "near", "none", "not_comparable")
FIELDS = ("provider", "amount", "date", "recipient", "channel", "transaction_type", "purpose")

MATCHES = Table(
    "matches",
    "Each contribution beside the records of a second source that may state it, too.",
    (
        Column("outcome", "how well the record agrees with the contribution", values=OUTCOMES),
        Column("candidate", "1 for the best record of the contribution, then 2, 3", "integer"),
        Column("score", "how much agrees, 0 to 1; a field that is not stated counts half"),
        Column("agrees", "fields in which both say the same", "list"),
        Column("differs", "fields in which they differ, or only one says something", "list"),
        Column("why", "the differences in words"),
        Column("shared_with", "other contributions that this record fits", "list"),
        Column("contribution_id", "the contribution", table="contributions"),
        Column("provider", "who gives, as the report says", "list"),
        Column("recipients", "who receives, as the report says", "list"),
        Column("channels", "through whom, as the report says", "list"),
        Column("purpose", "for what, as the report says"),
        Column("transaction_type", "IATI transaction type, or the possible ones", "list"),
        Column("amount", "the amount as printed in the report"),
        Column("low", "least amount that the printed words allow", "decimal"),
        Column("high", "most that they allow; empty if there is no upper bound", "decimal"),
        Column("currency", "ISO 4217"),
        Column("period_start", "first day, as the report says", "date"),
        Column("period_end", "last day, as the report says", "date"),
        Column("record_source", "the name of the second source's file"),
        Column("record_id", "IATI identifier and transaction, CRS id, or FTS flow id"),
        Column("record_provider", "who gives, as the second source says", "list"),
        Column("record_recipients", "who receives, as the second source says", "list"),
        Column("record_channels", "through whom, as the second source says", "list"),
        Column("record_title", "title or description in the second source"),
        Column("record_transaction_type", "IATI transaction type in the second source"),
        Column("record_amount", "amount in the second source, in units of its currency", "decimal"),
        Column("record_currency", "ISO 4217"),
        Column("record_usd", "the second source's own conversion to US dollars", "decimal"),
        Column("record_start", "first day that the record may mean", "date"),
        Column("record_end", "last day that the record may mean", "date"),
        Column("record_purpose_codes", "CRS purpose codes of the record", "list"),
    ),
)
