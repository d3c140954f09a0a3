"""The closed lists: every value that a column with a closed list may hold."""

BLOCK_KINDS = ("banner", "heading", "body", "list_item", "caption", "note", "furniture", "table")
ENTITY_KINDS = (
    "country",
    "region",
    "group",
    "place",
    "international_organisation",
    "government_body",
    "ngo",
    "university",
    "company",
    "fund",
    "programme",
    "agreement",
    "meeting",
    "person",
    "nationality",
    "armed_group",
    "vessel",
    "facility",
    "other",
)
MENTION_ROLES = (
    "provider",
    "channel",
    "implementer",
    "recipient",
    "beneficiary",
    "venue",
    "seat",
    "context",
    "name_part",
)
CURRENCY_BASES = ("explicit", "edition_rule", "context", "reviewer")
QUALIFIERS = ("exact", "approximately", "over", "at_least", "under", "up_to")
MONEY_ROLES = (
    "contribution",
    "component",
    "total",
    "restated",
    "example",
    "cumulative",
    "previous",
    "increase",
    "budget",
    "cost",
    "need",
    "loss",
    "price",
    "income",
    "trade",
    "threshold",
    "leverage",
    "domestic",
    "debt",
    "other",
)
RECIPIENT_SCOPES = ("single", "joint", "group", "not_stated")
TRANSACTION_TYPES = ("12", "2", "3")
NOT_PROVIDED = ("cancelled", "suspended", "returned", "redirected")
STATUS_OF_TYPE = {"12": "pledged", "2": "committed", "3": "disbursed"}
STATUSES = (*STATUS_OF_TYPE.values(), *NOT_PROVIDED)
MODALITIES = ("money", "loan", "training", "experts", "equipment", "technical_cooperation", "other")
PERIOD_BASES = ("stated", "inherited", "inferred")
RELATION_TYPES = ("part_of", "fulfils", "example_of", "same_as", "overlap_unknown", "disjoint")
VERDICTS = ("exact", "within_rounding", "inconsistent", "not_checkable")
EVENT_KINDS = (
    "meeting",
    "agreement",
    "launch",
    "training",
    "attack",
    "disaster",
    "visit",
    "publication",
    "release",
    "operation",
    "decision",
    "other",
)
GRANULARITIES = (
    "day",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "fiscal_year",
    "decade",
    "century",
    "range",
    "open",
    "duration",
    "recurrence",
)
DATE_BASES = ("explicit", "relative", "fiscal", "inherited")
TENSES = ("done", "ongoing", "planned")
CONFIDENCES = ("high", "medium", "low")
UNKNOWN = ("not_stated", "ambiguous", "conflicting", "outside_text")
REVIEW_STATUSES = (
    "unreviewed",
    "accepted",
    "corrected",
    "rejected",
    "added",
    "lapsed",  # the row has changed since it was reviewed: to be reviewed again
    "disputed",  # its reviewers disagree
    "awaiting",  # one more person has to review it
)
FATES = ("same", "moved", "changed", "gone")
COUNT_KINDS = ("count", "ordinal", "percentage", "fraction", "measure", "vague")
LEDGER_KINDS = ("numeral", "money_word", "date_word")
