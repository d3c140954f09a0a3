"""The columns of contributions for the terms of loans and for what is given in kind."""

from pipeline.schema.table import Column

LOAN_TERMS = (
    Column("interest_rate", "of a loan: interest in percent a year", "decimal"),
    Column("maturity_years", "of a loan: years until the last repayment", "decimal"),
    Column("grace_years", "of a loan: years until the first repayment", "decimal"),
    Column(
        "grant_element",
        "of a loan: the part that is given, percent of its face value, by the DAC's formula",
        "decimal",
    ),
)
IN_KIND = (
    Column("in_kind", "goods or people given, with their numbers, as printed", "list"),
    Column("quantity", "the number of the first of them", "decimal"),
    Column("quantity_unit", "the noun that this number counts"),
)
