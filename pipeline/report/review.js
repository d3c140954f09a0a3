// The review form in the file, without a server: its state and what it shows.

const { data, make, readable, rows } = window.report;
const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const DONE = { accept: "Accepted", correct: "Corrected", reject: "Rejected", add: "Added" };
const OPEN = ["unreviewed", "lapsed", "disputed", "awaiting"];

const rules = rulesOf(forms);
const quotes = new Map(Object.entries(forms.rows).flatMap(([table, own]) =>
  own.map((quote, n) => [`${table} ${data.rows[table][n].row_id}`, quote])));
const found = new Map(rows.map((row) => [`${row.table} ${row.row_id}`,
  { row, cells: { ...row.cells, field_spans: quotes.get(`${row.table} ${row.row_id}`)?.[4] || "" }, status: row.status }]));
const ledger = makeLedger({ ...data, digest: forms.digest, tables: forms.fields }, {
  baseCells: (table, id) => found.get(`${table} ${id}`)?.cells || {}, seen, changed: showLedger,
});

let shownKeys = []; // rows that decisions were shown for
let reviewing = false;
let draft = null; // the row that is being added
const pending = new Map(); // row -> changes in its form that are not yet a decision
let places = {}; // field -> [[block, start, end]] as selected, for the row that is open
let armed = null; // the field that selected words fill

const current = () => draft || window.report.chosen();
const inputs = () => $$("#fields [name]");
const changes = () => Object.fromEntries(inputs().filter((input) => input.value !== input.dataset.was)
  .map((input) => [input.name, input.value]));
const isChanged = () => Object.keys(changes()).length > 0;

// What a person reviews in a row: its own cells and its evidence.
function seen(table, cells) {
  const names = [...forms.fields[table].map((field) => field.name), "evidence"];
  return sortedJson(Object.fromEntries(names.map((name) => [name, cells[name] || ""])));
}

function showLedger() {
  const count = ledger.unsaved();
  const made = ledger.made();
  $("#ledger").textContent = count ? `${count} decision${count === 1 ? "" : "s"} not yet saved to a file`
    : made ? `${made} decision${made === 1 ? "" : "s"}, all saved to a file` : "";
  $("#save").classList.toggle("strong", count > 0);
  $("#reviewer-name").textContent = ledger.reviewer() || "your name?";
  $("#unkept").hidden = ledger.isKept();
  $("#unkept").textContent = ledger.isKept() ? ""
    : `This browser's storage ${ledger.trouble() || "is not available"}: save to a file before you close the page.`;
  const waiting = ledger.waiting();
  $("#waiting").hidden = !waiting;
  $("#waiting span").textContent = `This browser holds ${waiting} decision${waiting === 1 ? "" : "s"} from another copy of this report.`;
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

// Changes in a form are kept while another row is open.
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
  const isMain = (field) => !field.derived && (cells[field.name] || aside?.changes[field.name] || row.unknown?.[field.name]
    || draft || window.report.likelyOf(row, field.name)[1]);
  const more = fields.filter((field) => !isMain(field));
  const colours = Object.fromEntries(Object.keys(row.spans || {}).filter((name) => name !== "evidence").map((name, n) => [name, (n % 8) + 1]));
  const draw = (field) => fieldOf(field, draft ? "" : cells[field.name] || "", aside?.changes[field.name] ?? cells[field.name] ?? "", {
    why: row.unknown?.[field.name], colour: colours[field.name], likely: draft ? [] : window.report.likelyOf(row, field.name),
  });
  const history = draft ? [] : ledger.history(row.table, row.row_id);
  $("#fields").append(
    ...fields.filter(isMain).map(draw),
    more.length > 0 && make("details", {}, make("summary", {}, `${more.length} more fields`), ...more.map(draw)),
    make("label", { class: "note-label", for: "note" }, "Note"),
    make("input", { id: "note", maxlength: 500, placeholder: "for readers of the table" }),
    history.length > 0 && make("ol", { class: "history" }, ...history.map((line) => make("li", {},
      make("bdi", {}, line.reviewer), `: ${line.action} ${line.field} ${line.reason.replaceAll("_", " ")}`))),
  );
  showAccept();
}

function fieldOf(field, was, value, { why, colour, likely }) {
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
  const note = why ? data.unknown[why] || why : field.type === "list" ? "separate several with ;" : "";
  const classes = ["field", colour && `c${colour}`, likely[1] && "doubtful", was !== value && "changed"].filter(Boolean).join(" ");
  return make("div", { class: classes, "data-field": field.name },
    make("label", { for: id, title: field.meaning }, field.label, " ", window.report.likelyWords(likely)), input,
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

function showFault([name, fix]) {
  const field = $(`.field[data-field="${CSS.escape(name)}"]`);
  complain(`${name}: ${fix}`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  const note = $(".field-note", field);
  note.textContent = fix;
  note.classList.add("fault");
  $("[name]", field).focus();
}
