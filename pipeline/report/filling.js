// What may be picked for a field, and which values the selected words give it.

const forms = JSON.parse(document.getElementById("review-data").textContent);
const LIMIT = 12; // suggestions shown
const AMOUNT_FIELDS = ["low", "high", "currency", "qualifier"];
const DATES = { period_text: "text", date_text: "text", period_start: "date_start", period_end: "date_end",
  date_start: "date_start", date_end: "date_end", period_edtf: "date_edtf", date_edtf: "date_edtf" };
const SCALES = { thousand: 3, million: 6, mn: 6, m: 6, billion: 9, bn: 9, b: 9, trillion: 12 };

const picked = {
  countries: forms.countries,
  currencies: forms.currencies,
  entities: forms.entities.filter((entity) => entity[6]).map(([, name, acronym, kind]) =>
    [name, [acronym, kind.replaceAll("_", " ")].filter(Boolean).join(" · ")]),
};

function rankOf(sought, value, help) {
  const tests = [value === sought, help.split(" ")[0] === sought, value.startsWith(sought), help.startsWith(sought),
    value.includes(sought), help.includes(sought)];
  return tests.indexOf(true);
}

// The answer that the review page's server gives to a field that suggests.
async function ask(address) {
  const query = new URLSearchParams(address.split("?")[1]);
  const sought = query.get("q").trim().toLowerCase();
  return picked[query.get("what")]
    .map(([value, words], place) => ({ value, words, place, rank: rankOf(sought, value.toLowerCase(), words.toLowerCase()) }))
    .filter((one) => one.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, LIMIT);
}

// The text of a block as code points, from the runs on the page; hidden characters appear as U+….
function charactersOf(blockId) {
  const runs = document.getElementById(`b-${blockId}`)?.querySelectorAll("[data-at]") || [];
  return [...runs].flatMap((run) => run.classList.contains("hidden-character")
    ? [String.fromCodePoint(parseInt(run.textContent.slice(2), 16))] : [...run.textContent]);
}

// The rows of a table whose own span lies inside the selection.
const rowsWithin = (table, { block, start, end }) => (window.report.data.rows[table] || [])
  .filter((row) => row.block === block && row.own && start <= row.own[0] && row.own[1] <= end);

// Field -> {value, place}: what the selected words give a field and the fields that go with it.
function valuesFor(field, selection, was) {
  const words = charactersOf(selection.block).slice(selection.start, selection.end).join("");
  const place = [selection.block, selection.start, selection.end];
  const known = AMOUNT_FIELDS.includes(field.name) ? extractedAmount(selection) || parsedAmount(words, place)
    : field.name in DATES ? extractedPeriod(selection) : null;
  if (known) return known;
  if (field.picks === "entities") {
    const mention = rowsWithin("mentions", selection)[0];
    const entity = mention && forms.entities.find(([id]) => id === mention.cells.entity_id);
    return { [field.name]: { value: listed(field, was, entity?.[1] || words), place } };
  }
  if (field.picks === "countries") {
    const code = forms.countries.find(([, name]) => name.toLowerCase() === words.toLowerCase())?.[0];
    return { [field.name]: { value: listed(field, was, code || words), place } };
  }
  if (field.kind === "choice") {
    const plain = words.toLowerCase().replaceAll(" ", "_");
    return { [field.name]: { value: field.options.some(([value]) => value === plain) ? plain : "", place } };
  }
  return { [field.name]: { value: listed(field, was, words), place } };
}

function listed(field, was, item) {
  if (field.type !== "list") return item;
  const items = splitList(was);
  return joinList(items.includes(item) ? items : [...items, item]);
}

// The amount that the pipeline extracted from these words.
function extractedAmount(selection) {
  const row = rowsWithin("money", selection)[0];
  if (!row) return null;
  const place = [selection.block, ...row.own];
  return Object.fromEntries(AMOUNT_FIELDS.map((name) => [name, { value: row.cells[name] || "", place: name === "qualifier" ? null : place }]));
}

// An amount in plain digits, thousands separated by commas, with a scale word or letter.
function parsedAmount(words, place) {
  const match = words.match(/(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(thousand|million|billion|trillion|mn|bn|m|b)?(?![\p{L}\d])/iu);
  if (!match) return null;
  const zeros = SCALES[match[3]?.toLowerCase()] || 0;
  const rest = (match[2] || "").slice(1);
  const digits = match[1].replaceAll(",", "") + rest.padEnd(zeros, "0").slice(0, zeros);
  const value = digits.replace(/^0+(?=\d)/, "") + (rest.length > zeros ? `.${rest.slice(zeros)}` : "");
  const symbol = Object.keys(forms.symbols).find((one) => words.includes(one));
  const code = words.match(/\b[A-Z]{3}\b/)?.[0];
  const currency = forms.currencies.some(([known]) => known === code) ? code : forms.symbols[symbol];
  const cells = { low: { value, place }, high: { value, place } };
  return currency ? { ...cells, currency: { value: currency, place } } : cells;
}

// The period that the pipeline extracted from these words.
function extractedPeriod(selection) {
  const row = rowsWithin("dates", selection)[0];
  if (!row) return null;
  const place = [selection.block, ...row.own];
  return Object.fromEntries(Object.entries(DATES).map(([name, part]) =>
    [name, { value: row.cells[part] || "", place: part === "text" ? place : null }]));
}
