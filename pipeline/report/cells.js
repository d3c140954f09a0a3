// Whether a column can hold a value, and what follows from it: the rules of the server's form.

const splitList = (cell) => !cell ? [] : cell.replaceAll("\\\\", "\0").replaceAll("\\;", "\x01")
  .split(";").map((item) => item.replaceAll("\x01", ";").replaceAll("\0", "\\"));
const joinList = (items) => items.map((item) => item.replaceAll("\\", "\\\\").replaceAll(";", "\\;")).join(";");

// JSON with its keys in order, so that two equal objects give the same text.
function sortedJson(value) {
  const sorted = Object.keys(value).sort().map((name) => [name, value[name]]);
  return JSON.stringify(Object.fromEntries(sorted));
}

const isDay = (cell) => {
  if (!/^\d{4}-\d\d-\d\d$/.test(cell) || cell.startsWith("0000")) return false;
  const day = new Date(`${cell}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(cell);
};

function isJson(cell) {
  try { JSON.parse(cell); return true; } catch { return false; }
}

// Whether a number or a day is above another; numbers are compared exactly.
function isAbove(low, high) {
  if (low.slice(1).includes("-")) return low > high;
  const [one, other] = [low, high].map((number) => number.split("."));
  const places = Math.max(one[1]?.length || 0, other[1]?.length || 0);
  const scaled = ([digits, rest = ""]) => BigInt(digits + rest.padEnd(places, "0"));
  return scaled(one) > scaled(other);
}

function rulesOf(data) {
  const currencies = new Set(data.currencies.map(([code]) => code));
  const countries = new Set(data.countries.map(([code]) => code));
  const countryOf = new Map(data.countries.map(([code, name]) => [name.toLowerCase(), code]));
  const number = new RegExp(`^(?:${data.number})$`);
  const types = {
    integer: (cell) => number.test(cell) && !cell.includes(".") ? "" : "write a whole number in digits, such as 12",
    decimal: (cell) => number.test(cell) ? "" : "write a number in digits, such as 2500000",
    date: (cell) => isDay(cell) ? "" : "write a day as 2019-04-01",
    boolean: (cell) => ["true", "false"].includes(cell) ? "" : "write true or false",
    json: (cell) => isJson(cell) ? "" : "write JSON",
  };
  const entities = new Map();
  for (const [id, name, acronym, , iso3, aliases] of data.entities) {
    for (const called of [name, acronym, ...aliases]) {
      const key = called.toLowerCase();
      if (called && !entities.has(key)) entities.set(key, { id, iso3 });
    }
  }

  // Why a column cannot hold a cell, with the fix; empty where it can.
  function fault(field, cell) {
    if (!cell) return "";
    if (field.kind === "choice" && field.type !== "boolean") {
      const values = field.options.map(([value]) => value).filter(Boolean);
      return values.includes(cell) ? "" : `choose ${values.join(", ")}`;
    }
    if (field.name === "currency") return currencies.has(cell) ? "" : "write an ISO 4217 code, such as USD";
    if (data.country_columns.includes(field.name)) {
      return splitList(cell).every((code) => countries.has(code)) ? "" : "write ISO 3166-1 alpha-3 codes, such as KEN";
    }
    return types[field.type]?.(cell) || "";
  }

  // The first fault of a row's changed cells: [field, what is wrong].
  function faultOf(table, cells, changed) {
    for (const field of data.fields[table]) {
      const wrong = field.name in changed && fault(field, changed[field.name]);
      if (wrong) return [field.name, wrong];
    }
    for (const [low, high] of data.ranges) {
      const [first, last] = [cells[low], cells[high]];
      const touched = low in changed || high in changed;
      if (touched && first && last && isAbove(first, last)) {
        return [low in changed ? low : high, `${low} ${first} is above ${high} ${last}; correct one`];
      }
    }
    return null;
  }

  // The changed cells with the ids and country codes that follow from changed names.
  function withNames(table, changed) {
    const columns = new Set(data.fields[table].map((field) => field.name));
    const more = { ...changed };
    for (const [names, ids] of Object.entries(data.names)) {
      if (!(names in changed) || !columns.has(ids) || ids in changed) continue;
      const called = splitList(changed[names]);
      const found = called.map((name) => entities.get(name.toLowerCase()) || {});
      more[ids] = joinList(found.map((entity) => entity.id || ""));
      const codes = data.follow[names];
      if (!codes || !columns.has(codes) || codes in changed) continue;
      more[codes] = joinList(called.map((name, n) => found[n].iso3 || countryOf.get(name.toLowerCase()) || "").filter(Boolean));
    }
    return more;
  }

  return { fault, faultOf, withNames, countryOf };
}

// The raw span of a span of a block's text; one that cuts through a repair takes all of it.
function rawSpan(block, start, end) {
  const at = (index) => block.pieces.findLast(([from]) => from <= index);
  const [first, last] = [at(start), at(end - 1)];
  return [
    first[1] + (first[3] ? 0 : start - first[0]),
    last[3] ? last[2] : last[1] + end - last[0],
  ];
}
