"""The review page's server: what it shows, what it writes, whom it refuses."""

import errno
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.decisions.journal import Decision, read_journal
from pipeline.review.page import listen
from pipeline.review.page.missed import find_gaps, giving_verbs
from pipeline.review.page.progress import pace, time_left
from pipeline.review.page.queue import URGENCY, index_after, ordered
from tests.helpers.review_page import client_of, folders_of, read_with

FIRST = '<article class="card" id="card"'


@pytest.fixture
def folders(outputs_2019, tmp_path):
    return folders_of(outputs_2019, tmp_path)


@pytest.fixture
def client(folders):
    return client_of(folders)[0]


def shown(client, address="/"):
    """The page, with the row that is open: table, row_id, version, token."""
    text = client.get(address).get_data(as_text=True)
    opened = text[text.index(FIRST) :] if FIRST in text else ""
    card = dict(re.findall(r'data-(table|row-id|version)="(\w+)"', opened))
    card["token"] = re.search(r'name="token" content="([^"]+)"', text)[1]
    return text, card


def decide(client, card, action="accept", headers=None, **more):
    body = {
        "table": card["table"],
        "row_id": card["row-id"],
        "version": card["version"],
        "reviewer": "Aiko",
        "action": action,
        **more,
    }
    return client.post("/decide", json=body, headers={"X-Token": card["token"], **(headers or {})})


def test_a_decision_is_in_the_journal_before_the_next_row_is_shown(client, folders):
    _, card = shown(client)
    answer = decide(client, card, note="clear")
    [decision] = read_journal(folders.journal).decisions
    assert (decision.row_id, decision.action, decision.note) == (card["row-id"], "accept", "clear")
    assert card["row-id"] not in answer.json["address"]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "aid.example"}, 400),
        ({"Host": "127.0.0.1.aid.example"}, 400),
        ({"Origin": "http://aid.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"X-Token": "guessed"}, 403),
        ({"X-Token": ""}, 403),
    ],
)
def test_a_write_from_elsewhere_is_refused(client, folders, headers, code):
    _, card = shown(client)
    assert decide(client, card, headers=headers).status_code == code
    assert read_journal(folders.journal).decisions == ()


@pytest.mark.parametrize("headers", [{"Host": "aid.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_read_either(client, headers):
    assert client.get("/", headers=headers).status_code in (400, 403)


def test_the_page_may_load_nothing_from_elsewhere_and_runs_no_inline_script(client):
    answer = client.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    text = answer.get_data(as_text=True)
    assert not re.search(r"<script(?![^>]+src=)|<style|\son\w+=|\sstyle=|https?://", text)


def test_a_correction_must_fit_its_column(client, folders):
    _, card = shown(client, "/?table=contributions")
    faults = {
        "currency": "dollars",
        "low": "eight million",
        "period_start": "last year",
        "qualifier": "nearly",
        "recipient_iso3": "XXX",
    }
    for column, cell in faults.items():
        answer = decide(client, card, "correct", changes={column: cell})
        assert answer.status_code == 422
        assert answer.json["error"].startswith(f"contributions: {column} '"), answer.json
    assert read_journal(folders.journal).decisions == ()


def test_a_corrected_name_brings_its_code(client, folders):
    _, card = shown(client, "/?table=contributions")
    decide(client, card, "correct", changes={"recipients": "Indonesia;Somalia;Malta"})
    changed = {d.field: d.after for d in read_journal(folders.journal).decisions}
    assert changed["recipient_ids"] == "indonesia;somalia;"
    assert changed["recipient_iso3"] == "IDN;SOM;MLT"


def test_a_rejection_needs_its_reason(client, folders):
    _, card = shown(client)
    assert decide(client, card, "reject").status_code == 422
    assert decide(client, card, "reject", reason="not_aid").status_code == 200


def test_nobody_decides_without_a_name(client, folders):
    _, card = shown(client)
    assert decide(client, card, reviewer=" ").status_code == 422
    assert read_journal(folders.journal).decisions == ()


def test_a_row_that_was_decided_meanwhile_is_not_decided_over(folders):
    first, second = client_of(folders)[0], client_of(folders)[0]
    (_, card), (_, same) = shown(first), shown(second)
    assert card["row-id"] == same["row-id"]
    assert decide(first, card).status_code == 200
    assert decide(second, same, "reject", reason="other").status_code == 409
    text, _ = shown(second, f"/?status=all&at={card['table']}.{card['row-id']}")
    assert "accepted" in text, "two servers see each other's lines"
    assert len(read_journal(folders.journal).decisions) == 1


def test_a_full_disk_is_reported_and_nothing_is_shown_as_saved(folders, monkeypatch):
    client, state = client_of(folders)
    _, card = shown(client)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", full_disk)
        answer = decide(client, card)
    assert answer.status_code == 507
    assert answer.json["error"].startswith("Not saved: ")
    assert state.rows[card["table"]][card["row-id"]]["review_status"] == "unreviewed"


def full_disk(_file, _content):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_undo_takes_back_all_lines_of_one_press(client, folders):
    _, card = shown(client, "/?table=contributions")
    decide(client, card, "correct", changes={"recipients": "Kenya", "purpose": "ports"})
    answer = client.post("/undo", json={"reviewer": "Aiko"}, headers={"X-Token": card["token"]})
    assert card["row-id"] in answer.json["address"]
    _, again = shown(client, "/?table=contributions")
    assert again == card, "the row is as it was"


def test_undo_takes_back_nobody_else_s_decision(client, folders):
    _, card = shown(client)
    decide(client, card)
    answer = client.post("/undo", json={"reviewer": "Ben"}, headers={"X-Token": card["token"]})
    assert answer.status_code == 422


def test_filters_narrow_the_queue(client):
    text, card = shown(client, "/?table=checks")
    assert card["table"] == "checks"
    assert "<b>1</b> row" in text
    assert "No matching row" in client.get("/?q=zebra").get_data(as_text=True)


def test_suggestions_know_names_and_codes(client):
    def values(what, q):
        return [one["value"] for one in client.get(f"/pick?what={what}&q={q}").json]

    assert values("entities", "undp")[0] == "United Nations Development Programme"
    assert values("countries", "kenya")[0] == "KEN"
    assert values("currencies", "yen")[0] == "JPY"


def test_selected_words_are_read_as_the_field_s_value(client, folders):
    state = client_of(folders)[1]
    amount = next(row for row in state.rows["money"].values() if row["low"] == "8200000")
    block = state.text.blocks[amount["block_id"]]
    start = block.text.text.index("approximately $8.2 million")
    query = f"table=contributions&field=low&was=&block={block.block_id}&start={start}"
    cells = client.get(f"/fill?{query}&end={start + 26}").json
    assert {name: read["value"] for name, read in cells.items()} == {
        "low": "8200000",
        "high": "8200000",
        "currency": "USD",
        "qualifier": "approximately",
    }
    assert cells["low"]["place"] == [block.block_id, start, start + 26]


def test_journal_lines_are_plain_json_with_what_the_person_saw(client, folders):
    _, card = shown(client, "/?table=contributions")
    decide(client, card)
    line = json.loads(folders.journal.read_text())
    assert json.loads(line["before"])["evidence"] == line["evidence"] != ""


def test_a_sentence_that_gives_and_has_no_row_is_asked_about(folders):
    _, state = client_of(folders)
    assert not any("contributed approximately" in words for words in gaps_of(state))
    for table in ("contributions", "results", "events"):
        state.rows[table].clear()
    assert any("contributed approximately" in words for words in gaps_of(state))


def gaps_of(state):
    texts = {gap: state.text.blocks[gap.block_id].text.text for gap in find_gaps(state)}
    return [text[gap.start : gap.end] for gap, text in texts.items()]


def test_an_added_row_is_where_its_words_are(client, folders):
    _, state = client_of(folders)
    block = next(
        b for b in state.text.blocks.values() if "approximately $1.4 million" in b.text.text
    )
    start = block.text.text.index("approximately $1.4 million")
    _, card = shown(client)
    body = {"table": "contributions", "block": block.block_id, "start": start, "end": start + 26}
    asked = {**body, "reviewer": "Aiko", "changes": {"purpose": "police"}, "places": {}}
    assert client.post("/add", json=asked, headers={"X-Token": card["token"]}).status_code == 200
    [decision] = read_journal(folders.journal).decisions
    row = json.loads(decision.after)
    raw = (folders.raw / "2019" / row["source"]).read_text()
    spans = json.loads(row["field_spans"])
    assert [raw[slice(*span)] for span in spans["low"]] == ["approximately $1.4 million"]
    assert "purpose" not in spans
    assert decision.row_id not in state.rows["contributions"], "an id of its own"


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("Norway provided boats for training.", ["provided"]),
        ("Funds for ships of the fund were released.", ["released"]),
        ("It pledged to send engineers.", ["pledged", "send"]),
    ],
)
def test_a_verb_of_giving_is_no_noun(sentence, verbs):
    assert [sentence[start:end] for start, end in giving_verbs(sentence)] == verbs


def test_rows_that_need_review_come_first(folders):
    read_with(folders, flags="private_money")
    _, state = client_of(folders)
    items = ordered(state.rows)
    reasons = [item.why for item in items]
    assert reasons == sorted(reasons, key=URGENCY.index)
    assert {"flagged", "large amount"} < set(reasons)
    flagged = [item for item in items if item.why == "flagged"]
    assert flagged[0].key[0] == "contributions", "contributions before names"


def test_a_decision_holds_when_the_reader_is_trained_again(folders):
    row_id = read_with(folders, probability="0.74", field_probabilities='{"provider":0.92}')
    client, _ = client_of(folders)
    _, card = shown(client, f"/?at=contributions.{row_id}")
    decide(client, card)
    read_with(folders, probability="0.31", field_probabilities='{"provider":0.45}')
    _, state = client_of(folders)
    assert state.rows["contributions"][row_id]["review_status"] == "accepted"


def test_after_the_last_row_comes_the_first_that_is_left(folders):
    _, state = client_of(folders)
    items = ordered({**{name: {} for name in state.rows}, "notes": state.rows["notes"]})
    places = {item.key: place for place, item in enumerate(items)}
    assert index_after(items[:-1], places, items[-1].key) == 0
    assert index_after(items, places, items[1].key) == 2


def test_progress_counts_rows_and_money(client):
    _, card = shown(client, "/?table=money&q=480")
    decide(client, card)
    text = client.get("/progress").get_data(as_text=True)
    row = re.search(r">amounts</a>.*?</tr>", text, re.DOTALL)[0]
    assert "1 of 8" in row
    assert "USD 86 %" in row, "480 of 553.6 million"


def test_pace_leaves_breaks_out():
    times = ["10:00:00", "10:00:04", "10:00:09", "12:00:00", "12:00:05"]
    made = [
        Decision(str(n), f"2026-01-02T{time}Z", "Aiko", "money", "abc", "accept")
        for n, time in enumerate(times)
    ]
    assert pace(made, "Aiko") == 5
    assert pace(made, "Ben") is None
    assert time_left(5, 120) == "about 10 min"


def test_the_server_listens_on_this_machine_alone_and_finds_a_free_port():
    with listen(0) as first:
        host, taken = first.getsockname()
        with listen(taken) as second:
            assert second.getsockname()[0] == host == "127.0.0.1"
            assert second.getsockname()[1] not in (0, taken)


def test_an_answer_leaves_the_lock_free_even_if_it_fails(folders):
    client, state = client_of(folders)
    for address in ("/", "/nowhere", "/fill?table=money&field=low&was=&block=none&start=0&end=1"):
        client.get(address)
        client.get(address, headers={"Host": "aid.example"})
    with ThreadPoolExecutor() as pool:
        assert pool.submit(state.lock.acquire, timeout=5).result(), "another thread can take it"
