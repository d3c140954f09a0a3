// The queue: one key per decision.  The server draws; this script sends keys and shows the answer.

import { dialogKey, onRejection } from "./dialogs.js";
import { ask, complain, reviewer, say } from "./talk.js";
import { key as pickKey } from "./pick.js";
import { choose, chooseKey, isChoosing, selected } from "./select.js";

const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const DONE = { accept: "Accepted", take: "Taken over", adjudicate: "Settled", correct: "Corrected", reject: "Rejected", undo: "Undone" };

let places = {}; // field -> [[block, start, end]] as selected, for the row that is open
let armed = null; // the field that selected words fill
let busy = false;

const card = () => $("#card");
const inputs = () => $$("#fields [name]");
const changed = () => inputs().filter((input) => input.value !== input.dataset.was);

// ---- what is shown ----------------------------------------------------------------------------

function show(html, address) {
  const main = $("#main");
  main.innerHTML = html;
  if (address) history.pushState(null, "", address);
  opened();
}

function opened() {
  places = {};
  arm(null);
  $(".rows [aria-current]")?.scrollIntoView({ block: "nearest" });
  const isWide = matchMedia("(min-width: 62rem)").matches;
  if (isWide) $(".here .in-sentence, .here .sentence, .here mark")?.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
  if (document.activeElement === document.body) card()?.focus({ preventScroll: true });
}

async function visit(address, push = true) {
  if (!address || busy) return;
  try {
    show(await ask(address), push ? address : null);
  } catch (error) { complain(error.message); }
}

async function send(address, body) {
  if (busy) return;
  if (!reviewer()) { askName(); return; }
  busy = true;
  try {
    const answer = await ask(address + location.search, body);
    show(answer.main, answer.address);
    say(DONE[answer.done]);
    card()?.focus({ preventScroll: true });
  } catch (error) {
    complain(error.message);
    fault(error.message);
  } finally { busy = false; }
}

// A fault reads "contributions: currency 'dollars': write …".
function fault(message) {
  const [, name, fix] = message.match(/^\w+: (\w+) '.*': (.*)$/s) || [];
  const field = name && $(`.field[data-field="${name}"]`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  const note = $(".field-note", field);
  note.textContent = fix;
  note.classList.add("fault");
  $("[name]", field).focus();
}

// ---- what is done -----------------------------------------------------------------------------

function decide(action, reason = "", note = "", judge = "") {
  const { table, rowId, version } = card().dataset;
  if (!table) return;
  const changes = Object.fromEntries(changed().map((input) => [input.name, input.value]));
  if ("adding" in card().dataset) { add(changes); return; }
  send("/decide", {
    table, row_id: rowId, version, action, reason, changes, places, judge,
    note: note || $("#note")?.value || "",
  });
}

async function add(changes) {
  const { table, block, start, end } = card().dataset;
  if (!reviewer()) { askName(); return; }
  try {
    const answer = await ask("/add", {
      table, block, start: Number(start), end: Number(end), changes, places, note: $("#note").value,
    });
    location.href = answer.address;
  } catch (error) { complain(error.message); fault(error.message); }
}

const actions = {
  leave: () => history.back(),
  accept: () => decide(changed().length ? "correct" : "accept"),
  correct: () => (changed().length ? decide("correct") : $("#fields [name]")?.focus()),
  reject: () => $("#reject").showModal(),
  take: () => { if ($("[data-do=take]")) decide("take"); },
  skip: () => visit(card().dataset.next),
  next: () => visit(card().dataset.next),
  previous: () => visit(card().dataset.previous),
  undo: () => send("/undo", {}),
  search: () => $("#q")?.select(),
  help: () => $("#help").showModal(),
};
const KEYS = {
  a: "accept", c: "correct", r: "reject", s: "skip", u: "undo", j: "next", k: "previous",
  t: "take", ArrowRight: "next", ArrowLeft: "previous", "/": "search", "?": "help",
};

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isChoosing()) { chooseKey(event); return; }
  if ($("dialog[open]")) { dialogKey(event); return; }
  if (target.matches("input, select, textarea")) { fieldKey(event); return; }
  const judge = $$("[data-judge]")[Number(event.key) - 1];
  if (judge) { judge.click(); return; }
  const name = KEYS[event.key];
  if (!name || (target.closest("summary, a") && event.key === "Enter")) return;
  if (!card() && name !== "help") return;
  if (card() && "adding" in card().dataset && !["accept", "help"].includes(name)) return;
  event.preventDefault();
  actions[name]();
});

function fieldKey(event) {
  const { target } = event;
  if (target.dataset.picks && pickKey(event)) { event.preventDefault(); return; }
  if (event.key === "F2" && target.closest("#fields")) { chooseWords(target); return; }
  if (event.key === "Escape") { arm(null); card()?.focus(); }
  if (event.key === "Enter" && target.closest("#fields") && !(target.matches("textarea") && event.shiftKey)) {
    event.preventDefault();
    actions.accept();
  }
}

document.addEventListener("click", (event) => {
  const judge = event.target.closest("[data-judge]");
  if (judge) decide("adjudicate", "", "", judge.dataset.judge);
  const doing = event.target.closest("[data-do]");
  if (doing) actions[doing.dataset.do]();
  const row = event.target.closest("a[data-row]");
  if (row && !event.ctrlKey && !event.metaKey) { event.preventDefault(); visit(row.href); }
  const mark = event.target.closest(".here mark");
  if (mark && getSelection().isCollapsed) focusField(mark.dataset.fields.split(" ")[0]);
});

function focusField(name) {
  const input = $(`#fields [name="${CSS.escape(name)}"]`);
  if (!input) return;
  input.closest("details")?.setAttribute("open", "");
  input.focus();
}

onRejection((reason, note) => decide("reject", reason, note));

document.addEventListener("change", (event) => {
  if (event.target.closest("#filters")) {
    const parts = new URLSearchParams(new FormData($("#filters")));
    visit(`${$("#filters").action}?${parts}`);
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("#filters, #fields")) event.preventDefault();
});
addEventListener("popstate", () => visit(location.href, false));

// ---- fields and the words that fill them ------------------------------------------------------

function arm(input) {
  armed = input;
  $$(".field.armed").forEach((field) => field.classList.remove("armed"));
  input?.closest(".field").classList.add("armed");
  $$("mark.lit").forEach((mark) => mark.classList.remove("lit"));
  if (input) $$(`.here mark[data-fields~="${CSS.escape(input.name)}"]`).forEach((mark) => mark.classList.add("lit"));
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("#fields [name]")) arm(event.target);
});

function mark(input) {
  const field = input.closest(".field");
  field?.classList.toggle("changed", input.value !== input.dataset.was);
  const word = $(".accept-word");
  if (word) word.textContent = changed().length ? "Save" : "Accept";
}
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches("#fields [name]")) mark(event.target);
  });
}

document.addEventListener("pointerup", () => setTimeout(fill, 0));

// Choose words for a field with the arrow keys, from the first word of the sentence.
function chooseWords(input) {
  input.blur();
  arm(input);
  choose($(".here :is(.in-sentence, .sentence) [data-at]") || $(".here [data-at]"), fill);
  say("→ next word, Shift+→ more words, Enter to use them");
}

async function fill() {
  const found = selected();
  if (!found || !armed || !armed.isConnected) return;
  const { block, start, end } = found;
  const query = new URLSearchParams({ table: card().dataset.table, field: armed.name, was: armed.value, block, start, end });
  try {
    const cells = await ask(`/fill?${query}`);
    for (const [name, { value, place }] of Object.entries(cells)) {
      const input = $(`#fields [name="${CSS.escape(name)}"]`);
      if (!input) continue;
      const before = input.dataset.kind === "list" ? places[name] || [] : [];
      input.value = value;
      places[name] = place ? [...before, place] : before;
      mark(input);
    }
    armed.focus();
    getSelection().removeAllRanges();
  } catch (error) { complain(error.message); }
}

// ---- the reviewer's name --------------------------------------------------------------------------------------

function askName() {
  $("#name-field").value = reviewer();
  $("#name").showModal();
}
function showName() { $("#who-name").textContent = reviewer() || "your name?"; }
$("#who").addEventListener("click", askName);
$("#help-open").addEventListener("click", actions.help);
$("#name").addEventListener("close", () => {
  const name = $("#name-field").value.trim();
  if (name) localStorage.setItem("reviewer", name);
  showName();
});

showName();
opened();
