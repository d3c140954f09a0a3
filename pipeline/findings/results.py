"""Counts that the text states, and whether aid brought them about.

A count is an aid result if its verb is a word of results (vocab/result_words.csv) and a programme
or a provider brought it about; people killed, displaced or in need are context.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.clauses.governing import is_subject
from pipeline.clauses.parties import PROVIDER_KINDS, party_of
from pipeline.clauses.sentence import ParsedSentence, parsed_sentences
from pipeline.clauses.verbs import flows, words_of
from pipeline.findings.attribution import (
    CHANGES,
    acts,
    did,
    is_aid_activity,
    is_aim,
    is_credited,
    is_done_for_them,
    is_known,
    is_taken,
    is_target,
    words,
)
from pipeline.records.facts import Basis, Bearer, Contribution, Party, Reading, Result
from pipeline.records.numbers import Count, Period
from pipeline.storage.edition import Edition

COUNTED = ("count", "percentage", "fraction", "measure", "vague")
MOST_HEADS = 12  # heads between a count and its verb
REMEMBERED = 6  # programmes that later sentences may refer to
LINKS = ("from", "in", "across", "of", "for", "at")


@dataclass(frozen=True, slots=True)
class Past:
    """Programmes, provider and period of the sentences before, for "the project" to refer to."""

    programmes: tuple[Party, ...] = ()
    provider: Party | None = None
    period: Period | None = None
    acted: bool = False  # an aid actor did something


def find_results(
    readings: Sequence[Reading], edition: Edition, contributions: Sequence[Contribution]
) -> list[Result]:
    """One result for each count of something, in reading order; ordinals are left out."""
    found: list[Result] = []
    by_sentence: dict[tuple[str, int], list[Contribution]] = {}
    for contribution in contributions:
        by_sentence.setdefault((contribution.bearer.block_id, contribution.sentence[0]), []).append(
            contribution
        )
    for reading in readings:
        past = Past()
        for parsed in parsed_sentences(reading):
            contributions = by_sentence.get((parsed.block_id, parsed.span[0]), [])
            found += _paired(parsed, list(_results(parsed, contributions, past)))
            past = _now(parsed, contributions, past)
    return found


def _now(parsed: ParsedSentence, contributions: list[Contribution], past: Past) -> Past:
    """The past with what this sentence adds: a programme, a provider, a period."""
    programmes = (*past.programmes, *_programmes(parsed))[-REMEMBERED:]
    provider = next(filter(None, map(_named, contributions)), past.provider)
    period = next((p for p in parsed.periods if p.date_start), past.period)
    return Past(programmes, provider, period, past.acted or acts(parsed))


def _named(contribution: Contribution) -> Party | None:
    """A contribution's provider; without its place where that is only "we"."""
    speaks = (
        contribution.provider is not None and "speaker_is_provider" in contribution.basis.reasons
    )
    return (
        replace(contribution.provider, at=None)
        if contribution.provider and speaks
        else contribution.provider
    )


def _programmes(parsed: ParsedSentence) -> Iterator[Party]:
    """The programmes that the sentence itself names, in their longest form."""
    for mention in parsed.mentions:
        if mention.kind == "programme":
            yield party_of(mention)
    for k in range(len(parsed.tokens)):
        compound = parsed.tag(k + 1).startswith("NN")
        if parsed.lemma(k) in words_of("programme") and not compound and not parsed.mention_at(k):
            first = _np_start(parsed, k)
            if first < k:
                words = parsed.phrase(first, k + 1)
                yield Party(words.text, "", words)


def _np_start(parsed: ParsedSentence, k: int) -> int:
    first = k
    while first > 0 and parsed.tag(first - 1).startswith(("JJ", "NN", "HYPH")):
        first -= 1
    return first


def _results(
    parsed: ParsedSentence, contributions: list[Contribution], past: Past
) -> Iterator[Result]:
    for count in parsed.counts:
        if count.kind in COUNTED and count.unit and not _counts_talk(count.unit):
            yield _result(parsed, count, contributions, past)


def _counts_talk(unit: str) -> bool:
    """ "One example is", "two reasons": what is counted is part of the text, not of the world."""
    return unit.lower().split()[-1] in words("talk")


def _last(unit: str) -> str:
    """The counted noun, in the singular where it ends in -s."""
    return unit.lower().split()[-1].removesuffix("s")


def _result(
    parsed: ParsedSentence, count: Count, contributions: list[Contribution], past: Past
) -> Result:
    first, last = parsed.token_span(count.start, count.end)
    at = last - 1
    verb = _verb(parsed, at)
    shared = _is_share(count) and (verb is None or parsed.lemma(verb) not in CHANGES)
    if shared or _last(count.unit) in words("paper"):
        verb = None
    aid, reasons, programme, provider = _behind(parsed, (first, verb), contributions, past)
    period = _period(parsed, at)
    doubts = len(reasons) + (verb is None)
    return Result(
        bearer=Bearer(parsed.block_id, count.start, count.end),
        sentence=parsed.span,
        count=count,
        basis=Basis(
            "count_of_aid" if aid else "count_in_context",
            ("high", "medium", "low")[min(doubts, 2)] if aid else "medium",
            reasons if aid else (),
            unknown={} if programme or not aid else {"programme": "not_stated"},
        ),
        is_aid_result=aid,
        cumulative=aid and _is_cumulative(parsed, verb),
        programme=programme if aid else None,
        provider=provider if aid else None,
        iso3=_iso3(parsed, at, provider.iso3 if provider else ""),
        period=period,
        period_basis="stated" if period else "",
    )


def _is_share(count: Count) -> bool:
    """A percentage not of people: an aid result only if it states a change."""
    people = words_of("person") | words_of("group")
    of = {word.lower().removesuffix("s") for word in count.of_what.split()}
    return count.kind in ("percentage", "fraction") and not people.intersection(of)


def _verb(parsed: ParsedSentence, at: int) -> int | None:
    """The verb above a count: a result or context word before any other."""
    k, nearest = at, None
    for _ in range(MOST_HEADS):
        if parsed.tag(k).startswith("VB"):
            if is_aid_activity(parsed, k) or parsed.lemma(k) in words("context"):
                return k
            nearest = k if nearest is None else nearest
        above = parsed.head(k)
        if above == k:
            break
        k = above
    if nearest is None and not parsed.has_tree:
        before = (i for i in range(at, -1, -1) if parsed.tag(i).startswith("VB"))
        after = (
            i
            for i in range(at, len(parsed.tokens))
            if parsed.tag(i).startswith("VB") and not parsed.tag(i + 1).startswith("VB")
        )
        return next(before, next(after, None))
    return nearest


_UNNAMED = ("programme_not_named",)
Behind = tuple[bool, tuple[str, ...], Party | None, Party | None]


def _behind(
    parsed: ParsedSentence,
    place: tuple[int, int | None],
    contributions: list[Contribution],
    past: Past,
) -> Behind:
    """Whether aid brought a count about; the reasons; by which programme; of which provider.

    `place` is the count's first token and its verb.
    """
    count, verb = place
    nothing: Behind = (False, (), None, None)
    if verb is None or _is_no_result(parsed, count, verb):
        return nothing
    own = next((p for p in _programmes(parsed) if _did(parsed, p, verb)), None)
    pointed = "" if own else _points_back(parsed, verb)
    back = _antecedent(past, pointed) if pointed else None
    provider = _provider_of(parsed, contributions, past)
    if (
        did(parsed, verb, before=past.acted)
        or is_credited(parsed, verb)
        or (own and is_aid_activity(parsed, verb))
    ):
        named = () if own or not pointed else ("programme_before",) if back else _UNNAMED
        return True, named, own or back, provider
    if pointed and is_aid_activity(parsed, verb):
        return True, ("programme_before",) if back else _UNNAMED, back, provider
    if is_done_for_them(parsed, count, verb):
        return True, ("doer_not_named",), None, past.provider
    return nothing


def _is_no_result(parsed: ParsedSentence, count: int, verb: int) -> bool:
    """A plan, a target, what was mentioned before, what happened to people, a thing received."""
    return (
        is_aim(parsed, verb)
        or is_target(parsed, count)
        or is_known(parsed, count)
        or is_taken(parsed, count, verb)
        or parsed.lemma(verb) in words("context")
    )


def _did(parsed: ParsedSentence, programme: Party, verb: int) -> bool:
    """A programme named before the verb, or after "under", "through", "as part of"."""
    if programme.at is None:
        return False
    first, _ = parsed.token_span(programme.at.start, programme.at.end)
    words = [parsed.word(k) for k in range(max(first - 3, 0), first)]
    return (
        first < verb
        or bool({"under", "through", "via", "within"} & set(words))
        or ("part" in words and "of" in words)
    )


def _points_back(parsed: ParsedSentence, verb: int) -> str:
    """The word that refers to an earlier programme: "the project", "this program", "it"."""
    words = [parsed.word(k) for k in range(max(verb - 12, 0), verb)]
    for article, noun in pairwise(words):
        if article in ("the", "this", "these", "that") and noun in words_of("programme"):
            return noun
    return "it" if words[:1] == ["it"] else ""


def _antecedent(past: Past, pointed: str) -> Party | None:
    """The last programme called by the same noun, else the last of all."""
    same = [p for p in past.programmes if p.name.lower().endswith(pointed)]
    candidates = same or list(past.programmes)
    return candidates[-1] if candidates else None


def _provider_of(
    parsed: ParsedSentence, contributions: list[Contribution], past: Past
) -> Party | None:
    for contribution in contributions:
        if provider := _named(contribution):
            return provider
    for mention in parsed.mentions:
        first, last = parsed.token_span(mention.start, mention.end)
        owns = parsed.tag(last) == "POS" and flows("noun").get(parsed.lemma(last + 1))
        if (owns or is_subject(parsed, first, last)) and mention.kind in PROVIDER_KINDS:
            return party_of(mention)
    return past.provider


def _is_cumulative(parsed: ParsedSentence, verb: int | None) -> bool:
    text = parsed.reading.block.text.text[slice(*parsed.span)].lower()
    is_stated = any(
        words in text for words in ("to date", "so far", "since", "cumulative", "in total")
    )
    perfect = verb is not None and any(
        parsed.lemma(k) == "have" for k in range(max(verb - 3, 0), verb)
    )
    return is_stated or perfect


def _iso3(parsed: ParsedSentence, at: int, provider: str) -> str:
    """The only country after the count, else the only one in the sentence; empty for several.

    The provider's own country is left out.
    """
    codes = [
        (parsed.token_span(m.start, m.end)[0], party.iso3)
        for m in parsed.mentions
        if m.kind == "country"
        and (party := party_of(m)).iso3 not in ("", provider)
        and parsed.word(parsed.token_span(m.start, m.end)[0] - 1) != "by"
    ]
    after = list(dict.fromkeys(code for k, code in codes if k > at))
    every = list(dict.fromkeys(code for _, code in codes))
    if len(after) == 1:
        return after[0]
    return every[0] if len(every) == 1 else ""


def _period(parsed: ParsedSentence, at: int) -> Period | None:
    stated = [p for p in parsed.periods if p.date_start or p.date_end]
    return min(stated, key=lambda p: abs(parsed.token_span(p.start, p.end)[0] - at), default=None)


def _paired(parsed: ParsedSentence, results: list[Result]) -> list[Result]:
    """Pair "72 graduates" with "41 countries" if only words such as "from" or "in" are between."""
    for k in range(len(results) - 1):
        one, two = results[k], results[k + 1]
        _, last = parsed.token_span(one.count.start, one.count.end)
        first, _ = parsed.token_span(two.count.start, two.count.end)
        between = [parsed.word(at) for at in range(last, first)]
        aimed = words("aim").intersection(between)
        if (
            between
            and between[-1] in LINKS
            and len(between) <= 4
            and not aimed | {","} & {*between}
        ):
            results[k] = replace(one, pair=two.bearer)
            results[k + 1] = replace(
                two,
                pair=one.bearer,
                is_aid_result=one.is_aid_result,
                programme=one.programme,
                provider=one.provider,
                basis=one.basis,
                cumulative=one.cumulative,
            )
    return results
