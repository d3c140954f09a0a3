"""Several people, editions and runs on the review page: disputes, proposals, lapses, entities."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from pipeline.decisions.journal import read_journal
from pipeline.review.page.adding import ADDABLE
from pipeline.stages import run_reviewed
from pipeline.verify import Checker
from tests.helpers.review_page import client_of, folders_of, served
from tests.review.test_page import decide, shown

MERGE = {"action": "merge", "row_id": "indonesia", "into": "Thailand"}
CONTRIBUTION = "/?table=contributions&q=2.4+million&status=all"


@pytest.fixture
def folders(outputs_2019, tmp_path):
    return folders_of(outputs_2019, tmp_path)


@pytest.fixture
def client(folders):
    return client_of(folders)[0]


def test_two_who_disagree_are_shown_and_a_third_settles_it(client):
    _, card = shown(client, CONTRIBUTION)
    decide(client, card)
    _, card = shown(client, CONTRIBUTION)
    decide(client, card, "reject", reason="not_aid", reviewer="Ben")
    text, card = shown(client, CONTRIBUTION)
    assert "Reviewers disagree" in text
    assert "rejects the row" in text
    decide(client, card, "adjudicate", judge="Aiko", reviewer="Chika")
    text, _ = shown(client, CONTRIBUTION)
    assert "Reviewers disagree" not in text
    assert '<span class="status accepted">accepted</span>' in text


def test_where_two_have_to_review_the_first_does_not_see_the_row_again(folders, monkeypatch):
    monkeypatch.setenv("REVIEWERS", "2")
    client, state = client_of(folders)
    _, card = shown(client)
    decide(client, card)
    key = (card["table"], card["row-id"])
    assert state.rows[key[0]][key[1]]["review_status"] == "awaiting"
    seen = {name: shown_first(client, name) for name in ("Aiko", "Ben")}
    assert seen["Ben"] == key[1]
    assert seen["Aiko"] != key[1]


def shown_first(client, reviewer):
    text = client.get("/", headers={"X-Reviewer": reviewer}).get_data(as_text=True)
    return text.split('data-row-id="')[1].split('"')[0]


def test_last_year_s_decision_is_proposed_and_one_key_takes_it(folders):
    earlier, _ = client_of(folders)
    _, card = shown(earlier, CONTRIBUTION)
    decide(earlier, card, "correct", changes={"purpose": "border posts", "theme": "Borders"})
    folders.journal.rename(folders.reviews / "2018.jsonl")
    client, state = client_of(folders)
    text, card = shown(client)
    assert "Take over" in text, "a row that was decided before comes first"
    answer = decide(client, card, "take", reviewer="Ben")
    assert answer.status_code == 200, answer.json
    row = state.rows["contributions"][card["row-id"]]
    assert (row["purpose"], row["theme"]) == ("border posts", "Borders")
    assert (row["review_status"], row["reviewer"]) == ("corrected", "Ben")
    undone = client.post("/undo", json={"reviewer": "Ben"}, headers={"X-Token": card["token"]})
    assert undone.status_code == 200
    assert state.rows["contributions"][card["row-id"]]["purpose"] != "border posts"


def test_a_row_that_says_otherwise_now_is_asked_again_with_old_and_new(folders):
    client, _ = client_of(folders)
    _, card = shown(client, CONTRIBUTION)
    decide(client, card)
    path = folders.out("5_tables") / "contributions.csv"
    path.write_text(path.read_text().replace("2400000", "2500000"))
    again, _ = client_of(folders)
    text, same = shown(again)
    assert same["row-id"] == card["row-id"], "it comes first"
    assert "<del>2400000</del>" in text
    assert "<ins>2500000</ins>" in text
    decide(again, same)
    text, _ = shown(again, CONTRIBUTION)
    assert "<del>" not in text


def ask(client, path, token, **wish):
    return client.post(path, json={"reviewer": "Aiko", **wish}, headers={"X-Token": token})


def test_a_merge_says_what_it_changes_before_it_is_done(folders):
    shutil.copytree(folders.outputs / "2019", folders.outputs / "2020")
    client, state = client_of(folders)
    _, card = shown(client)
    said = ask(client, "/entities/effects", card["token"], **MERGE).json["said"]
    assert re.match(r"It changes 2019: .*\d contributions?.*; 2020: .*\d mentions?", said), said
    assert not folders.reviews.exists(), "nothing is written yet"
    assert ask(client, "/entities/decide", card["token"], **MERGE).status_code == 200
    assert "indonesia" not in state.rows["entities"]
    assert (folders.reviews / "entities.jsonl").exists(), "it holds for every edition"
    contributions = state.rows["contributions"].values()
    assert not any("indonesia" in row["recipient_ids"] for row in contributions)
    undone = client.post("/undo", json={"reviewer": "Aiko"}, headers={"X-Token": card["token"]})
    assert undone.status_code == 200, undone.json
    assert "indonesia" in state.rows["entities"]


def test_an_entity_is_renamed_in_every_row(folders):
    client, state = client_of(folders)
    _, card = shown(client)
    wish = {"row_id": "nippon-foundation", "action": "correct", "changes": {"name": "The N. F."}}
    assert ask(client, "/entities/decide", card["token"], **wish).status_code == 200
    assert any(row["provider"] == "The N. F." for row in state.rows["contributions"].values())


def test_some_mentions_become_another_entity(folders):
    client, state = client_of(folders)
    _, card = shown(client)
    own = [row for row in state.rows["mentions"].values() if row["entity_id"] == "japan"]
    wish = {"row_id": "japan", "action": "split", "mentions": [own[0]["row_id"]]}
    wish |= {"cells": {"name": "Government Office", "kind": "government_body"}}
    answer = ask(client, "/entities/decide", card["token"], **wish)
    assert answer.status_code == 200, answer.json
    made = state.rows["mentions"][own[0]["row_id"]]["entity_id"]
    assert state.rows["entities"][made]["name"] == "Government Office"
    [decision] = read_journal(folders.reviews / "entities.jsonl").decisions
    assert json.loads(decision.after)["mentions"][0]["evidence"]


@pytest.mark.parametrize(
    "wish",
    [
        {"action": "merge", "row_id": "japan", "into": "Atlantis"},
        {"action": "merge", "row_id": "japan", "into": "Japan"},
        {"action": "split", "row_id": "japan", "mentions": []},
        {"action": "burn", "row_id": "japan"},
        {"action": "reject", "row_id": "atlantis"},
        {"action": "correct", "row_id": "japan", "changes": {"iso3": "XX"}},
    ],
)
def test_a_wish_that_cannot_be_is_refused(client, wish):
    _, card = shown(client)
    assert ask(client, "/entities/decide", card["token"], **wish).status_code == 422


def test_entities_are_merged_in_the_browser_after_a_look(folders, chromium):
    said = []
    with served(folders) as address, chromium.new_page(base_url=address) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/entities?q=UNODC")
        page.get_by_label("It is the same as").fill("UN Women")
        expect(page.locator("#into-list li").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Merge").click()
        expect(page.locator("#effects-words")).to_contain_text("It changes 2019: ")
        page.keyboard.press("Enter")
        expect(page.locator("#card-title")).to_contain_text("UN Women")
        page.goto("/entities?q=UNODC")
        expect(page.locator("#card-title")).to_contain_text("UN Women")
    assert said == []
    assert (folders.reviews / "entities.jsonl").exists()


def test_after_decisions_of_every_kind_the_verifier_finds_no_fault(folders):
    client, state = client_of(folders)
    _, card = shown(client, CONTRIBUTION)
    contribution = state.rows["contributions"][card["row-id"]]
    block = state.text.blocks[contribution["block_id"]]
    _, low, high = place = (block.block_id, *span_of(block, "community support projects"))
    wish = {"purpose": block.text.text[low:high], "recipients": "Indonesia;Somalia"}
    assert decide(client, card, "correct", changes=wish, places={"purpose": [place]}).json["done"]
    _, card = shown(client, "/?table=contributions&q=1.4+million")
    decide(client, card, "correct", changes={"low": "1500000", "high": "1500000"})
    _, card = shown(client, "/?table=events")
    decide(client, card, "reject", reason="duplicate")
    for table in ADDABLE:
        start, end = span_of(block, "a total of $2.4 million")
        new = {"table": table, "block": block.block_id, "start": start, "end": end}
        assert ask(client, "/add", card["token"], **new).status_code == 200
    ask(client, "/entities/decide", card["token"], **MERGE)
    run_reviewed(folders)
    assert check(folders) == [], "every cell that was read still says what stands in the text"


def span_of(block, words):
    start = block.text.text.index(words)
    return start, start + len(words)


def check(folders):
    checker = Checker(folders.raw / "2019", folders.out("6_reviewed"))
    checker.check()
    return checker.faults


def test_a_row_that_was_added_in_another_edition_is_offered_and_taken(folders):
    earlier, state = client_of(folders)
    _, card = shown(earlier, CONTRIBUTION)
    block = state.text.blocks[state.rows["contributions"][card["row-id"]]["block_id"]]
    start, end = span_of(block, "making Japan’s total")
    new = {"table": "events", "block": block.block_id, "start": start, "end": end}
    assert ask(earlier, "/add", card["token"], **new).status_code == 200
    [made] = read_journal(folders.journal).decisions
    folders.journal.rename(folders.reviews / "2018.jsonl")
    client, state = client_of(folders)
    text, card = shown(client, "/read")
    assert "1</b> row that somebody added in another edition fits this text" in text
    assert ask(client, "/take", card["token"], id=made.id, reviewer="Ben").status_code == 200
    row = state.rows["events"][made.row_id]
    assert (row["what"], row["reviewer"]) == ("making Japan’s total", "Ben")
    assert ask(client, "/take", card["token"], id=made.id, reviewer="Ben").status_code == 422
    assert "somebody added in another edition" not in shown(client, "/read")[0]
