"""Names of the codes that tables hold, so that no page shows a code alone: `60 – Foundation`."""

from collections.abc import Mapping

from pipeline.vocab import read_vocab

TRANSACTION_TYPES = {  # IATI 2.03, TransactionType
    "12": "Outgoing Pledge",
    "2": "Outgoing Commitment",
    "3": "Disbursement",
}
ORGANISATION_TYPES = {  # IATI 2.03, OrganisationType
    "10": "Government",
    "11": "Local Government",
    "15": "Other Public Sector",
    "21": "International NGO",
    "22": "National NGO",
    "23": "Regional NGO",
    "24": "Partner Country based NGO",
    "30": "Public Private Partnership",
    "40": "Multilateral",
    "60": "Foundation",
    "70": "Private Sector",
    "71": "Private Sector in Provider Country",
    "72": "Private Sector in Aid Recipient Country",
    "73": "Private Sector in Third Country",
    "80": "Academic, Training and Research",
    "90": "Other",
}
FINANCE_TYPES = {  # OECD DAC, types of finance in use since 2016; debt relief is not among them
    "110": "Standard grant",
    "210": "Interest subsidy",
    "310": "Capital subscription on deposit basis",
    "311": "Capital subscription on encashment basis",
    "421": "Standard loan",
    "422": "Reimbursable grant",
    "423": "Bonds",
    "424": "Asset-backed securities",
    "425": "Other debt securities",
    "431": "Subordinated loan",
    "432": "Preferred equity",
    "433": "Other hybrid instruments",
    "510": "Common equity",
    "1100": "Guarantees/insurance",
}
PURPOSES = {row["code"]: row["name"] for row in read_vocab("purpose_names")}  # OECD CRS


def _names_of(code: str, *vocabularies: str) -> dict[str, str]:
    """Code -> name, from the rows of vocabularies that have such a code."""
    rows = (row for name in vocabularies for row in read_vocab(name))
    return {row[code]: row["name"] for row in rows if row[code]}


CODE_NAMES: Mapping[str, Mapping[str, str]] = {  # column -> code -> name
    "transaction_type": TRANSACTION_TYPES,
    "transaction_type_candidates": TRANSACTION_TYPES,
    "record_transaction_type": TRANSACTION_TYPES,
    "provider_type": ORGANISATION_TYPES,
    "finance_type": FINANCE_TYPES,
    "purpose_codes": PURPOSES,
    "record_purpose_codes": PURPOSES,
    "crs_channel_code": _names_of("crs_channel_code", "organisations"),
    "dac_code": _names_of("dac_code", "countries", "regions"),
}


def labels_of(column: str) -> dict[str, str]:
    """Code -> code and name, for a column of codes; empty for any other column."""
    return {code: f"{code} – {name}" for code, name in CODE_NAMES.get(column, {}).items()}


def label_of(column: str, code: str) -> str:
    """The code with its name; a code without a known name, or any other cell, as it is."""
    return labels_of(column).get(code, code)
