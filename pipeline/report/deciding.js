// What keys and buttons do to the open row, and the journal lines that a decision makes.

function lineOf(row, cells, action) {
  const [quotation = "", at = "", before = "", after = ""] = draft ? draft.quote : quotes.get(`${row.table} ${row.row_id}`) || [];
  return {
    table: row.table, row_id: row.row_id, action, note: $("#note")?.value.trim() || "",
    evidence: cells.evidence || "", quotation, at, words_before: before, words_after: after,
  };
}

function decide(action, reason = "", note = "") {
  const row = current();
  if (!row) return;
  if (!ledger.reviewer()) { askName(); return; }
  const cells = draft ? draft.cells : ledger.cells(row.table, row.row_id);
  const line = { ...lineOf(row, cells, action), reason, ...(note ? { note } : {}) };
  let lines = [{ ...line, before: seen(row.table, cells) }];
  if (action === "correct" || action === "add") {
    lines = action === "add" ? addition(row, line) : corrections(row, cells, line);
    if (!lines) return;
  }
  $("#trouble").textContent = "";
  ledger.press(lines);
  $("#fields").dataset.row = "";
  pending.delete(`${row.table} ${row.row_id}`);
  say(DONE[action]);
  if (action === "add") leaveDraft();
  else turn();
}

// Back from a row that is being added to the row that was open before.
function leaveDraft() {
  draft = null;
  const row = window.report.chosen();
  if (row) window.report.choose(row.row_id);
  else openRow();
}

// The lines of a correction, one per changed cell; null where a value is not valid.
function corrections(row, cells, line) {
  const named = rules.withNames(row.table, changes());
  const changed = Object.fromEntries(Object.entries(named).filter(([name, cell]) => cell !== (cells[name] || "")));
  const wrong = rules.faultOf(row.table, { ...cells, ...changed }, changed);
  if (wrong) { showFault(wrong); return null; }
  if (!Object.keys(changed).length) { complain("Nothing has changed: accept the row, or change a field."); return null; }
  const spans = spansOf(row, cells.field_spans, changed);
  if (row.table !== "entities" && spans !== (cells.field_spans || "{}")) changed.field_spans = spans;
  return Object.entries(changed).map(([field, after]) => ({
    ...line, field, before: cells[field] || "", after, reason: "wrong_value",
  }));
}

function addition(row, line) {
  const changed = rules.withNames(row.table, Object.fromEntries(inputs().map((input) => [input.name, input.value]).filter(([, cell]) => cell)));
  const cells = { ...draft.cells, ...changed };
  const wrong = rules.faultOf(row.table, cells, changed);
  if (wrong) { showFault(wrong); return null; }
  if (!Object.keys(changed).length) { complain("The new row is empty: fill in a field first."); return null; }
  places = { ...draft.places, ...places };
  const kept = Object.entries({ ...cells, field_spans: spansOf(row, draft.cells.field_spans, changed) }).filter(([, cell]) => cell);
  return [{ ...line, after: sortedJson(Object.fromEntries(kept)) }];
}

// A row's field_spans: a typed field has none, a field filled from selected words has theirs.
function spansOf(row, text, changed) {
  const spans = JSON.parse(text || "{}");
  for (const name of Object.keys(changed)) {
    delete spans[name];
    const here = (places[name] || []).filter(([block]) => block === row.block);
    if (here.length) spans[name] = here.map(([block, start, end]) => rawSpan(forms.blocks[block], start, end));
  }
  return sortedJson(spans);
}

// To the next row that is still to be reviewed, in the order shown; from the end to the first.
function turn() {
  const shown = window.report.shown();
  const here = shown.indexOf(window.report.chosen());
  const next = [...shown.slice(here + 1), ...shown.slice(0, Math.max(here, 0))].find((row) => OPEN.includes(row.status));
  if (next) window.report.choose(next.row_id);
  else { say("Every row shown is reviewed"); openRow(); }
  $("#row").focus?.();
}

const actions = {
  accept: () => decide(draft ? "add" : isChanged() ? "correct" : "accept"),
  correct: () => (isChanged() ? decide("correct") : $("#fields [name]")?.focus()),
  reject: () => { if (!draft) $("#reject").showModal(); },
  skip: () => { draft = null; turn(); },
  next: () => { draft = null; window.report.move(1); },
  previous: () => { draft = null; window.report.move(-1); },
  undo() {
    if (draft) { leaveDraft(); return; }
    const undone = ledger.undo();
    if (!undone) { complain("You have no decision to undo."); return; }
    say("Undone");
    pending.delete(undone.join(" "));
    $("#fields").dataset.row = "";
    if (found.has(undone.join(" "))) window.report.choose(undone[1]);
  },
  search: () => $("#q").select(),
  help: () => $("#help").showModal(),
  name: askName,
  adopt: () => { ledger.adopt(); openRow(); },
  save,
  open: () => $("#decisions-file").click(),
};
const KEYS = {
  a: "accept", c: "correct", r: "reject", s: "skip", u: "undo", j: "next", k: "previous",
  ArrowRight: "next", ArrowLeft: "previous", "/": "search", "?": "help",
};

// Before the report's own keys, which also move between rows.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (!reviewing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isChoosing()) { chooseKey(event); event.stopPropagation(); return; }
  if ($("dialog[open]")) { dialogKey(event); return; }
  if (target.matches("input, select, textarea")) { fieldKey(event); return; }
  const name = KEYS[event.key];
  if (!name || target.closest("#maker, summary")) return;
  event.preventDefault();
  actions[name]();
}, true);

function fieldKey(event) {
  const { target } = event;
  if (!target.closest("#fields")) return;
  if (target.dataset.picks && key(event)) { event.preventDefault(); return; }
  if (event.key === "F2") { chooseWords(target); return; }
  if (event.key === "Escape") { arm(null); target.blur(); }
  if (event.key === "Enter" && !(target.matches("textarea") && event.shiftKey)) {
    event.preventDefault();
    actions.accept();
  }
}

document.addEventListener("click", (event) => {
  const doing = event.target.closest("#review [data-do]");
  if (doing) actions[doing.dataset.do]();
  const kind = event.target.closest("#maker [data-table]");
  if (kind) beginRow(kind.dataset.table);
});
$("#review-toggle").addEventListener("click", () => begin(!reviewing));
document.addEventListener("row-chosen", () => { putAside(); draft = null; openRow(); });
$("#fields").addEventListener("submit", (event) => event.preventDefault());
onRejection((reason, note) => decide("reject", reason, note));

// Reviewing begins with the rows of all kinds that need review most.
function begin(on) {
  reviewing = on;
  document.body.classList.toggle("reviewing", on);
  $("#review-toggle").setAttribute("aria-pressed", String(on));
  $("#review-toggle").textContent = on ? "Read only" : "Review";
  if (!on) { putAside(); draft = null; openRow(); return; }
  const chosen = window.report.chosen();
  $("#by").value = "eyes";
  window.report.ask({});
  if (chosen) window.report.choose(chosen.row_id);
  else if (!OPEN.includes(window.report.chosen()?.status)) turn();
  openRow();
  if (!ledger.reviewer()) askName();
}
