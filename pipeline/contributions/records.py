"""A statement of the reader as a contribution: parties, purpose, time and type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clauses.parties import country_party
from pipeline.clauses.sentence import ParsedSentence
from pipeline.contributions import counting, wording
from pipeline.contributions.parties import (
    JOINTS,
    OFFICES,
    WE,
    Named,
    beneficiary_of,
    named_first,
    only_coded,
    organisations_in,
    parties_in,
    phrase_of,
    providers_in,
    recipients_in,
    stands_for,
    whole_lists,
)
from pipeline.contributions.passages import Passage
from pipeline.contributions.pledges import fulfilling_words
from pipeline.contributions.statements import Statement, Words
from pipeline.contributions.status import STANDS, what_became
from pipeline.entities.identity import identify
from pipeline.records.facts import Basis, Bearer, Contribution, Party, Phrase
from pipeline.records.numbers import Amount, Period
from pipeline.records.text import Span
from pipeline.storage.edition import Edition


@dataclass(frozen=True, slots=True)
class Provider:
    """Who gives, who gives with them, and how that is known."""

    party: Party | None = None
    others: tuple[Party, ...] = ()
    reasons: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class When:
    """The time of a contribution: stated in its sentence, inherited from another, or none."""

    period: Period | None = None
    basis: str = ""
    score: float = 0.0

    @property
    def reasons(self) -> tuple[str, ...]:
        return ("period_inherited",) if self.basis == "inherited" else ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement may point to: whose text it is, and who gave in the statement before."""

    edition: Edition
    before: Party | None = None

    @property
    def publisher(self) -> Party | None:
        """The country whose aid the text reports."""
        return country_party(self.edition.provider)

    @property
    def speaker(self) -> Party | None:
        """Who "we" is: that country, else the organisation that publishes the text."""
        name = self.edition.publisher
        return self.publisher or (Party(name, identify(name)) if name else None)


def contribution_of(
    passage: Passage, statement: Statement, amount: Amount | None, context: Context
) -> Contribution:
    """The row of a statement that is a contribution or a stated total."""
    start, end = statement.start - passage.begin, statement.end - passage.begin
    sentence = passage.sentence(statement.start)
    parsed = passage.parsed(statement.start)
    words = wording.words_near(parsed, (start, end)) if parsed else []
    provider = find_provider(passage, statement, context)
    parties = _parties(passage, statement, provider, context)
    purpose = _purpose(passage, statement)
    when = find_when(passage, statement, sentence)
    types = transaction_types(statement)
    kind = wording.provider_type(provider.party, passage.mentions) if provider.party else ""
    text = passage.reading.block.text.text
    act = Phrase(text[start:end], start, end) if statement.is_act else None
    act = wording.act_words(parsed, (start, end)) if act and parsed else act
    became, status_words = _became(statement, parsed, (start, end))
    scores = {
        "found": statement.score if statement.is_act else statement.kinds[statement.kind],
        "provider": provider.score,
        "type": max(statement.types.values()),
        "period": when.score,
        **parties.scores,
    }
    row = Contribution(
        bearer=Bearer(passage.reading.block.block_id, start, end),
        sentence=sentence,
        basis=Basis(
            "reader_act" if statement.is_act else "reader_amount",
            reasons=(*provider.reasons, *when.reasons),
            flags=_flags(provider, kind),
            unknown=_unknown(provider, parties, when, types),
            probabilities=scores,
        ),
        provider=provider.party,
        co_providers=provider.others,
        provider_type=kind,
        recipients=parties.recipients,
        recipient_scope=scope_of(parties.recipients),
        beneficiaries=parties.beneficiaries,
        channels=parties.channels,
        implementers=parties.implementers,
        purpose=purpose,
        purpose_codes=wording.purpose_codes(purpose),
        verb=act or wording.giving_word(words),
        transaction_types=types,
        modality=wording.modality(words, amount is not None),
        finance_type=wording.finance_type(words),
        amount=amount,
        period=when.period,
        period_basis=when.basis,
        known_only_from="caption" if passage.reading.block.kind == "caption" else "",
        pledge_words=fulfilling_words(text, sentence) if types == ("3",) else None,
        status_words=status_words,
    )
    row = replace(row, cumulative=counting.is_cumulative(row, text, context.edition.year))
    is_total = statement.kind == "total"
    reason = became or counting.why_not_countable(row, text, is_total=is_total)
    return replace(row, not_countable=reason)


def _became(
    statement: Statement, parsed: ParsedSentence | None, head: Span
) -> tuple[str, Phrase | None]:
    """What became of a contribution that the reader takes for one that did not take place.

    One of closed_lists.NOT_PROVIDED with its words, `not_provided` where no word says which, or
    nothing where the words deny it.
    """
    if max(statement.types, key=lambda name: statement.types[name]) != counting.NOT_PROVIDED:
        return "", None
    found = what_became(parsed, head) if parsed else None
    if found is None:
        return "not_provided", None
    status, words = found
    return ("", None) if status == STANDS else (status, words)


# ---- who gives -------------------------------------------------------------------------------


def find_provider(passage: Passage, statement: Statement, context: Context) -> Provider:
    """The surest name among the words that say who gives.

    Where nobody is named: the publisher's country, else who gave in the statement before.
    """
    found = providers_in(passage, statement.parts["provider"])
    publisher = context.edition.publisher
    own = [one for one in found if stands_for(passage, one, publisher)]
    named = [one for one in found if one.by_name and one not in own]
    if named:
        best = max(named, key=lambda one: (one.score, -abs(one.start - statement.start)))
        others = tuple(_joined(passage, best, named))
        return Provider(best.party, others, _reasons(passage, best), best.score)
    if found:
        return _pointed(found[0], context, is_own=found[0] in own)
    score = statement.none["provider"]
    if context.publisher is None and context.before is not None:
        return Provider(context.before, (), ("provider_before",), score)
    reasons = ("report_is_provider",) if context.publisher else ()
    return Provider(context.publisher, (), reasons, score)


def _pointed(pronoun: Named, context: Context, *, is_own: bool) -> Provider:
    """Whom "we", "it" or the publisher's own "the Bank" means."""
    last = pronoun.party.name.lower().split()[-1]
    is_office = last in OFFICES and context.publisher is not None
    speaks = is_own or last in WE or is_office
    party = context.speaker if speaks else context.before or context.publisher
    reason = "speaker_is_provider" if speaks else "pronoun_before"
    at = pronoun.party.at if speaks else None  # what another sentence explains is read nowhere here
    return Provider(replace(party, at=at) if party else None, (), (reason,), pronoun.score)


def _reasons(passage: Passage, best: Named) -> tuple[str, ...]:
    if best.party.at is None and best.start < passage.begin:
        return ("provider_before",)
    return () if best.party.entity_id or best.party.iso3 else ("unknown_name",)


def _joined(passage: Passage, best: Named, named: Sequence[Named]) -> list[Party]:
    """Those whom "and" or a comma joins to the provider: they give one amount together."""
    found: list[Party] = []
    row = sorted(named, key=lambda one: one.start)
    at = row.index(best)
    for side, step in ((row[at + 1 :], 1), (row[:at][::-1], -1)):
        last = best
        for one in side:
            pair = (last, one) if step == 1 else (one, last)
            if not _are_joined(passage, *pair) or one.party.key == best.party.key:
                break
            found.append(one.party)
            last = one
    return found


def _are_joined(passage: Passage, one: Named, two: Named) -> bool:
    if one.party.at is None or two.party.at is None:
        return False
    end = one.party.at.end + passage.begin
    return JOINTS.fullmatch(passage.text, end, two.party.at.start + passage.begin) is not None


# ---- who receives ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parties:
    """Who receives and through whom; `scores` says how likely each field is right."""

    recipients: tuple[Party, ...]
    channels: tuple[Party, ...]
    implementers: tuple[Party, ...]
    beneficiaries: tuple[Phrase, ...]
    scores: dict[str, float]


def _parties(
    passage: Passage, statement: Statement, provider: Provider, context: Context
) -> Parties:
    parts = statement.parts
    giving = {party.key for party in (provider.party, *provider.others) if party}
    home = provider.party.iso3 if provider.party else ""
    publisher = (
        {context.publisher.key} if context.publisher and home == context.publisher.iso3 else set()
    )
    taken = giving | publisher
    stated = (named for words in parts["recipient"] for named in recipients_in(passage, words))
    recipients = whole_lists(passage, only_coded(named_first(stated)))
    through = (named for words in parts["channel"] for named in parties_in(passage, words))
    channels = organisations_in(named_first(through))
    implementers = [n for words in parts["implementer"] for n in parties_in(passage, words)]
    beneficiaries = (beneficiary_of(passage, words) for words in parts["beneficiary"])
    return Parties(
        _each_once(recipients, taken),
        _each_once(channels, giving),
        _each_once(implementers, giving),
        tuple(phrase for phrase in beneficiaries if phrase),
        {
            "recipients": _worth(recipients, statement.none["recipient"]),
            "channels": _worth(channels, statement.none["channel"]),
        },
    )


def _each_once(found: Sequence[Named], without: set[str]) -> tuple[Party, ...]:
    """Each party once, with the place that the block prints; those of another part left out."""
    kept: dict[str, Party] = {}
    for named in found:
        key = named.party.key
        if key not in without and (key not in kept or kept[key].at is None):
            kept[key] = named.party
    coded = {party.name for party in kept.values() if party.entity_id}
    return tuple(party for key, party in kept.items() if key not in coded or party.entity_id)


def _worth(found: Sequence[Named], none: float) -> float:
    return min((one.score for one in found), default=none)


def scope_of(recipients: Sequence[Party]) -> str:
    """single, joint, group or not_stated, as the schema says."""
    if not recipients:
        return "not_stated"
    if len(recipients) > 1:
        return "joint"
    return "single" if recipients[0].iso3 else "group"


# ---- what for, when, and how far -------------------------------------------------------------


def _purpose(passage: Passage, statement: Statement) -> Phrase | None:
    """The surest stretch that says what for, of those in the block."""
    inside = [words for words in statement.parts["purpose"] if words.start >= passage.begin]
    best = max(
        inside, key=lambda words: words.score * (words.end - words.start) ** 0.25, default=None
    )
    return phrase_of(passage, best) if best else None


def find_when(passage: Passage, statement: Statement, sentence: tuple[int, int]) -> When:
    """The period under the surest words of time; dated ones before bare durations."""
    found = [(p, words) for words in statement.parts["time"] for p in _periods(passage, words)]
    if not found:
        return When(score=statement.none["time"])
    period, words = max(found, key=lambda pair: (_is_dated(pair[0]), pair[1].score))
    at = period.start - passage.begin
    basis = "stated" if sentence[0] <= at < sentence[1] else "inherited"
    return When(_moved(period, passage.begin), basis, words.score)


def _is_dated(period: Period) -> bool:
    return bool(period.date_start or period.date_end)


def _periods(passage: Passage, words: Words) -> list[Period]:
    return [p for p in passage.periods if p.start < words.end and words.start < p.end]


def _moved(period: Period, shift: int) -> Period:
    return replace(period, start=period.start - shift, end=period.end - shift)


def transaction_types(statement: Statement) -> tuple[str, ...]:
    """The likeliest IATI type, or both that the words leave open."""
    types = {name: p for name, p in statement.types.items() if name != counting.NOT_PROVIDED}
    return tuple(max(types, key=lambda name: types[name]).split("/"))


def _flags(provider: Provider, kind: str) -> tuple[str, ...]:
    tests = (
        ("private_money", kind not in (*wording.OFFICIAL, "")),
        ("several_givers", bool(provider.others)),
    )
    return tuple(flag for flag, holds in tests if holds)


def _unknown(
    provider: Provider, parties: Parties, when: When, types: tuple[str, ...]
) -> dict[str, str]:
    """For each empty field why it is empty."""
    values = {
        "provider": provider.party,
        "recipients": parties.recipients,
        "channels": parties.channels,
        "period_text": when.period,
    }
    unknown = {column: "not_stated" for column, value in values.items() if not value}
    return unknown | ({"transaction_type": "ambiguous"} if len(types) > 1 else {})
