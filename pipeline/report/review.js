// Deciding in the file: the review page's keys, with no server.

const { data, make, readable, rows } = window.report;
const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const DONE = { accept: "Accepted", correct: "Corrected", reject: "Rejected", add: "Added" };
const OPEN = ["unreviewed", "lapsed", "disputed", "awaiting"];

const rules = rulesOf(forms);
const quotes = new Map(Object.entries(forms.rows).flatMap(([table, held]) =>
  held.map((quote, n) => [`${table} ${data.rows[table][n].row_id}`, quote])));
const found = new Map(rows.map((row) => [`${row.table} ${row.row_id}`,
  { row, cells: { ...row.cells, field_spans: quotes.get(`${row.table} ${row.row_id}`)?.[4] || "" }, status: row.status }]));
const ledger = makeLedger({ ...data, digest: forms.digest, tables: forms.fields }, {
  baseCells: (table, id) => found.get(`${table} ${id}`)?.cells || {}, seen, changed: showLedger,
});

let shownKeys = []; // rows that decisions were shown for
let reviewing = false;
let draft = null; // the row that is being added
const pending = new Map(); // row -> what was changed in its form and not yet decided
let places = {}; // field -> [[block, start, end]] as selected, for the row that is open
let armed = null; // the field that selected words fill

const current = () => draft || window.report.chosen();
const inputs = () => $$("#fields [name]");
const changes = () => Object.fromEntries(inputs().filter((input) => input.value !== input.dataset.was)
  .map((input) => [input.name, input.value]));
const isChanged = () => Object.keys(changes()).length > 0;

// What a person judges in a row: its own cells and its evidence.
function seen(table, cells) {
  const names = [...forms.fields[table].map((field) => field.name), "evidence"];
  return sortedJson(Object.fromEntries(names.map((name) => [name, cells[name] || ""])));
}

// ---- what is shown ----------------------------------------------------------------------------

function showLedger() {
  const count = ledger.unsaved();
  const made = ledger.made();
  $("#ledger").textContent = count ? `${count} decision${count === 1 ? "" : "s"}, not yet saved to a file`
    : made ? `${made} decision${made === 1 ? "" : "s"}, all in a file` : "";
  $("#save").classList.toggle("strong", count > 0);
  $("#reviewer-name").textContent = ledger.reviewer() || "your name?";
  $("#unkept").hidden = ledger.isKept();
  $("#unkept").textContent = ledger.isKept() ? ""
    : `This browser ${ledger.trouble() || "keeps nothing for this file"}: save to a file before you close the page.`;
  const waiting = ledger.waiting();
  $("#waiting").hidden = !waiting;
  $("#waiting span").textContent = `${waiting} decision${waiting === 1 ? "" : "s"} of another copy of this report ${waiting === 1 ? "is" : "are"} in this browser.`;
  const touched = new Set([...shownKeys, ...ledger.keys()]);
  shownKeys = ledger.keys();
  for (const name of touched) {
    const { row, status } = found.get(name) || {};
    if (!row) continue;
    row.cells = withoutSpans(ledger.cells(row.table, row.row_id));
    const now = ledger.status(row.table, row.row_id) || status;
    if (row.status !== now) window.report.setStatus(row.row_id, now);
  }
  showAdded();
}

const withoutSpans = (cells) => Object.fromEntries(Object.entries(cells).filter(([name, cell]) => cell && name !== "field_spans"));

function showAdded() {
  const added = ledger.added();
  $("#added")?.remove();
  if (!added.length) return;
  $("#ledger").after(make("details", { id: "added" }, make("summary", {}, `${added.length} added`),
    make("ul", {}, ...added.map((line) => make("li", {}, make("q", {}, readable(line.quotation)), ` ${line.table}`)))));
}

// What a form holds is kept while another row is looked at.
function putAside() {
  const name = $("#fields").dataset.row;
  if (!name) return;
  if (isChanged()) pending.set(name, { changes: changes(), places });
  else pending.delete(name);
}

function openRow() {
  const row = current();
  const aside = row && !draft ? pending.get(`${row.table} ${row.row_id}`) : null;
  places = aside?.places || {};
  $("#fields").dataset.row = reviewing && row && !draft ? `${row.table} ${row.row_id}` : "";
  arm(null);
  $("#fields").hidden = $("#actions").hidden = !(reviewing && row);
  $("#fields").replaceChildren();
  if (!reviewing || !row) return;
  const cells = draft ? draft.cells : ledger.cells(row.table, row.row_id);
  const fields = forms.fields[row.table];
  const isMain = (field) => !field.derived && (cells[field.name] || aside?.changes[field.name] || row.unknown?.[field.name] || draft);
  const more = fields.filter((field) => !isMain(field));
  const colours = Object.fromEntries(Object.keys(row.spans || {}).filter((name) => name !== "evidence").map((name, n) => [name, (n % 8) + 1]));
  const draw = (field) => fieldOf(field, draft ? "" : cells[field.name] || "", aside?.changes[field.name] ?? cells[field.name] ?? "", row.unknown?.[field.name], colours[field.name]);
  const history = draft ? [] : ledger.history(row.table, row.row_id);
  $("#fields").append(
    ...fields.filter(isMain).map(draw),
    more.length > 0 && make("details", {}, make("summary", {}, `${more.length} more fields`), ...more.map(draw)),
    make("label", { class: "note-label", for: "note" }, "Note"),
    make("input", { id: "note", maxlength: 500, placeholder: "for those who read the table" }),
    history.length > 0 && make("ol", { class: "history" }, ...history.map((line) => make("li", {},
      make("bdi", {}, line.reviewer), `: ${line.action} ${line.field} ${line.reason.replaceAll("_", " ")}`))),
  );
  showAccept();
}

function fieldOf(field, was, value, why, colour) {
  const id = `field-${field.name}`;
  const given = { id, name: field.name, "aria-describedby": `${id}-note` };
  let input;
  if (field.kind === "choice") {
    const known = field.options.some(([option]) => option === value);
    input = make("select", given,
      ...[...field.options, ...(known ? [] : [[value, value]])].map(([option, words]) => make("option", { value: option }, words)));
  } else if (field.kind === "long") {
    input = make("textarea", { ...given, rows: 2 });
  } else {
    input = make("input", {
      ...given, "data-kind": field.kind, inputmode: field.kind === "number" ? "decimal" : null,
      placeholder: field.kind === "date" ? "2019-04-01" : null,
      ...(field.picks ? { "data-picks": field.picks, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list` } : {}),
    });
  }
  input.value = value;
  input.dataset.was = was;
  const note = why ? data.unknown[why] || why : field.type === "list" ? "several are parted by ;" : "";
  return make("div", { class: `field${colour ? ` c${colour}` : ""}${was !== value ? " changed" : ""}`, "data-field": field.name },
    make("label", { for: id, title: field.meaning }, field.label), input,
    field.picks && make("ul", { id: `${id}-list`, role: "listbox", class: "picks", hidden: true }),
    make("p", { class: "field-note", id: `${id}-note`, "data-hint": note }, note));
}

function showAccept() {
  $("#accept-word").textContent = draft ? "Add" : isChanged() ? "Save" : "Accept";
}

let quiet;
function say(words) {
  $("#trouble").textContent = "";
  $("#said").textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => { $("#said").textContent = ""; }, 2500);
}
function complain(words) {
  $("#said").textContent = "";
  $("#trouble").textContent = words;
}

function showFault([name, mend]) {
  const field = $(`.field[data-field="${CSS.escape(name)}"]`);
  complain(`${name}: ${mend}`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  const note = $(".field-note", field);
  note.textContent = mend;
  note.classList.add("fault");
  $("[name]", field).focus();
}

// ---- what is decided ----------------------------------------------------------------------------

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

// Back from a row that is being added to the one that was looked at.
function leaveDraft() {
  draft = null;
  const row = window.report.chosen();
  if (row) window.report.choose(row.row_id);
  else openRow();
}

// The lines of a correction, one a changed cell; null where a value cannot stand.
function corrections(row, cells, line) {
  const named = rules.withNames(row.table, changes());
  const changed = Object.fromEntries(Object.entries(named).filter(([name, cell]) => cell !== (cells[name] || "")));
  const wrong = rules.faultOf(row.table, { ...cells, ...changed }, changed);
  if (wrong) { showFault(wrong); return null; }
  if (!Object.keys(changed).length) { complain("nothing is changed; accept it, or change it"); return null; }
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
  if (!Object.keys(changed).length) { complain("nothing is told yet; fill a field first"); return null; }
  places = { ...draft.places, ...places };
  const kept = Object.entries({ ...cells, field_spans: spansOf(row, draft.cells.field_spans, changed) }).filter(([, cell]) => cell);
  return [{ ...line, after: sortedJson(Object.fromEntries(kept)) }];
}

// A row's field_spans: a field written by hand is read nowhere, one that words filled has theirs.
function spansOf(row, text, changed) {
  const spans = JSON.parse(text || "{}");
  for (const name of Object.keys(changed)) {
    delete spans[name];
    const here = (places[name] || []).filter(([block]) => block === row.block);
    if (here.length) spans[name] = here.map(([block, start, end]) => rawSpan(forms.blocks[block], start, end));
  }
  return sortedJson(spans);
}

// To the next row that is still to be judged, in the order that is shown; to the first at the end.
function turn() {
  const shown = window.report.shown();
  const here = shown.indexOf(window.report.chosen());
  const next = [...shown.slice(here + 1), ...shown.slice(0, Math.max(here, 0))].find((row) => OPEN.includes(row.status));
  if (next) window.report.choose(next.row_id);
  else { say("Every row shown is judged"); openRow(); }
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
    const taken = ledger.undo();
    if (!taken) { complain("there is nothing of yours to undo"); return; }
    say("Undone");
    pending.delete(taken.join(" "));
    $("#fields").dataset.row = "";
    if (found.has(taken.join(" "))) window.report.choose(taken[1]);
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

// Before the report's own keys, which turn rows, too.
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

// Reviewing begins with what needs eyes first, of every kind.
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

// ---- fields and the words that fill them ------------------------------------------------------

function arm(input) {
  armed = input;
  $$(".field.armed").forEach((field) => field.classList.remove("armed"));
  input?.closest(".field")?.classList.add("armed");
}
document.addEventListener("focusin", (event) => {
  if (event.target.matches("#fields [name]")) arm(event.target);
  else if (event.target.matches("#note, #q")) arm(null);
});

function touched(input) {
  const field = input.closest(".field");
  field.classList.toggle("changed", input.value !== input.dataset.was);
  const note = $(".field-note", field);
  note.classList.remove("fault");
  note.textContent = note.dataset.hint;
  showAccept();
}
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches("#fields [name]")) { delete places[event.target.name]; touched(event.target); }
  });
}

document.addEventListener("pointerup", () => setTimeout(wordsChosen, 0));

function wordsChosen() {
  const selection = reviewing && !$("dialog[open]") && selected();
  if (selection && armed?.isConnected) fill(selection);
  else offer(selection);
}

// Choose words for a field by arrow keys, from the row's first word on.
function chooseWords(input) {
  input.blur();
  arm(input);
  const row = current();
  const block = document.getElementById(`b-${row.block}`);
  const start = row.spans?.evidence?.[0]?.[0] ?? row.own?.[0] ?? 0;
  const run = $$("[data-at]", block || document.body).findLast((one) => Number(one.dataset.at) <= start);
  choose(run, wordsChosen);
  say("→ next word, Shift+→ more words, Enter takes them");
}

function fill(selection) {
  const row = current();
  const field = forms.fields[row.table].find((one) => one.name === armed.name);
  for (const [name, { value, place }] of Object.entries(valuesFor(field, selection, armed.value))) {
    const input = $(`#fields [name="${CSS.escape(name)}"]`);
    if (!input) continue;
    const before = input.dataset.kind === "list" ? places[name] || [] : [];
    input.value = value;
    touched(input);
    places[name] = place ? [...before, place] : before;
  }
  armed.focus();
  getSelection().removeAllRanges();
}

// ---- a row that was missed ----------------------------------------------------------------------

let offered = null; // the words of which a row may be made

function offer(selection) {
  offered = selection || null;
  $("#maker").hidden = !offered;
  if (offered) {
    $("#maker").replaceChildren(make("span", {}, "These words tell of a"),
      ...forms.addable.map(([table, one]) => make("button", { type: "button", "data-table": table }, one)));
  }
}

function beginRow(table) {
  draft = draftOf(table, offered);
  offer(null);
  getSelection().removeAllRanges();
  openRow();
  $("#row").hidden = false;
  $("#row").replaceChildren(make("h2", {}, make("span", { class: "what" }, `a new ${forms.addable.find(([name]) => name === table)[1]}`),
    make("bdi", {}, readable(draft.quote[0]))));
  $("#fields [name]")?.focus();
}

// A row as the selected words alone tell it.
function draftOf(table, { block: id, start, end }) {
  const block = forms.blocks[id];
  const characters = charactersOf(id);
  const text = (from, to) => characters.slice(Math.max(from, 0), to).join("");
  const sentence = block.sentences.find(([from, to]) => from <= start && end <= to) || [0, characters.length];
  const [rawStart, rawEnd] = rawSpan(block, start, end);
  const own = forms.fields[table];
  const whole = forms.addable.find(([name]) => name === table)[2];
  const selection = { block: id, start, end };
  const sum = sumIn(selection) || sumOf(text(start, end), [id, start, end]);
  const read = { ...sum, ...dateIn(selection) };
  for (const name of [whole, "text", "what"]) read[name] = { value: text(start, end), place: [id, start, end] };
  const told = Object.entries(read).filter(([name, { value }]) => value && own.some((one) => one.name === name));
  const evidence = text(...sentence);
  const words = (from, to) => text(from, to).split(/\s+/).filter(Boolean);
  return {
    table, row_id: hashOf([table, id, start, end, evidence].join("\n")), block: id, spans: {}, unknown: {},
    quote: [text(start, end), String(words(sentence[0], start).length),
      words(start - 120, start).slice(-3).join(" "), words(end, end + 120).slice(0, 3).join(" ")],
    places: Object.fromEntries(told.filter(([, { place }]) => place).map(([name, { place }]) => [name, [place]])),
    cells: {
      edition: data.edition, section: data.sections[id] || "", block_id: id, source: block.source,
      raw_start: String(rawStart), raw_end: String(rawEnd), evidence, rule: "reviewer",
      field_spans: sortedJson({ evidence: [rawSpan(block, ...sentence)] }),
      ...Object.fromEntries(told.map(([name, { value }]) => [name, value])),
    },
  };
}

// Twelve hex digits, the same for the same words, whoever adds the row.
function hashOf(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0").slice(0, 12);
}

// ---- who, and the file --------------------------------------------------------------------------

function askName() {
  $("#name-field").value = ledger.reviewer();
  $("#name").showModal();
}
$("#name").addEventListener("close", () => {
  const name = $("#name-field").value.trim();
  if (name) ledger.setReviewer(name);
});

function save() {
  const { lines, text } = ledger.file();
  if (!lines.length) { complain("there is no decision to save yet"); return; }
  if (!ledger.reviewer()) { askName(); return; }
  const name = ledger.reviewer().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "reviewer";
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  make("a", { href: address, download: `decisions-${data.edition}-${name}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  ledger.saved(lines);
  say("Saved: send the file to whoever sent you the report");
}

$("#decisions-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  try {
    const count = ledger.open(await file.text());
    say(`${count} decisions of ${file.name} are here`);
    openRow();
  } catch (error) { complain(`${file.name}: ${error.message}`); }
});

addEventListener("beforeunload", (event) => {
  if (!ledger.isKept() && ledger.unsaved()) event.preventDefault();
});

showLedger();
