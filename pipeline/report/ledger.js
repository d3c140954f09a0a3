// Decisions as they are made: stored in this browser at once, merged, undone, saved to a file, opened.

const VERDICTS = { accept: "accepted", correct: "corrected", reject: "rejected", add: "added" };
const TEXTS = ["id", "time", "reviewer", "table", "row_id", "action"];
const NAME = "oda-reviewer"; // the browser's own: asked once for all reports
const COLUMNS = [
  ...TEXTS, "field", "before", "after", "reason", "note", "evidence", "words_before", "words_after", "quotation", "at",
];

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The decisions that no later line undoes.
function standing(lines) {
  const undone = new Set();
  for (const line of [...lines].reverse()) {
    if (line.action === "undo" && !undone.has(line.id)) undone.add(line.after);
  }
  return lines.filter((line) => line.action !== "undo" && !undone.has(line.id));
}

const keyOf = (line) => `${line.table} ${line.row_id}`;

function byRow(all, keyFor) {
  const rows = new Map();
  for (const one of all) rows.set(keyFor(one), [...(rows.get(keyFor(one)) || []), one]);
  return rows;
}

// The net result of one row's key presses since the last file; `base` is the row before them.
function folded(presses, base, seen) {
  const lines = presses.flat();
  const last = presses.at(-1);
  const isPlain = lines.every((line) => !["undo", "add"].includes(line.action) && line.reviewer === last[0].reviewer);
  if (presses.length < 2 || !isPlain) return lines;
  if (last[0].action === "reject") return [{ ...last[0], before: seen(base) }];
  const net = new Map();
  for (const line of lines.filter((one) => one.action === "correct")) {
    const first = net.get(line.field);
    net.set(line.field, { ...line, before: first ? first.before : line.before, time: last[0].time, note: line.note || last[0].note });
  }
  const changed = [...net.values()].filter((line) => line.before !== line.after);
  if (changed.some((line) => line.field !== "field_spans")) return changed;
  return [{ ...last[0], action: "accept", field: "", after: "", reason: "", before: seen(base) }];
}

// A browser stores about five million characters, so repeated and empty cells are left out.
function packed(line) {
  const { before, ...kept } = Object.fromEntries(Object.entries(line).filter(([, cell]) => cell));
  if (!before || line.action === "correct") return before ? { ...kept, before } : kept;
  const { evidence, ...cells } = JSON.parse(before);
  return { ...kept, saw: Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell)) };
}

const packs = new WeakMap(); // lines never change
function packedOnce(line) {
  if (!packs.has(line)) packs.set(line, packed(line));
  return packs.get(line);
}

function unpacked({ saw, ...line }, seen) {
  const before = saw ? seen(line.table, { ...saw, evidence: line.evidence }) : "";
  return { ...Object.fromEntries(COLUMNS.map((name) => [name, ""])), ...(saw ? { before } : {}), ...line };
}

function makeLedger(data, { baseCells, seen, changed: notify }) {
  const prefix = `oda-review:${data.edition}:`;
  const home = prefix + data.digest;
  const text = sortedJson(data.sources);
  let state = { reviewer: "", lines: [], presses: [] };
  let kept = true;
  let trouble = "";
  let stored = null; // what the browser holds, as last read or written
  let valid = new Map(); // row -> the decisions of `state` about it that are not undone

  function index() {
    valid = byRow(standing(all()), keyOf);
  }
  const opened = ({ lines, presses }) => ({
    lines: lines.map((line) => unpacked(line, seen)),
    presses: presses.map((press) => press.map((line) => unpacked(line, seen))),
  });

  // Another tab may have written since; what could not be stored exists only here.
  function load() {
    if (!kept) return;
    try {
      const now = localStorage.getItem(home);
      if (stored !== null && now === stored) return;
      stored = now;
      const { reviewer, lines, presses } = JSON.parse(now) || {};
      if (Array.isArray(lines) && Array.isArray(presses)) state = { reviewer, ...opened({ lines, presses }) };
      state.reviewer ||= localStorage.getItem(NAME) || "";
    } catch { kept = false; }
    index();
  }
  function keep() {
    index();
    try {
      const presses = state.presses.map((press) => press.map(packedOnce));
      stored = JSON.stringify({ reviewer: state.reviewer, lines: state.lines.map(packedOnce), presses, text });
      localStorage.setItem(home, stored);
      kept = true;
    } catch (error) {
      kept = false;
      trouble = error.name === "QuotaExceededError" ? "is full" : "is not available";
    }
    notify();
  }
  const all = () => [...state.lines, ...state.presses.flat()];
  const about = (table, id) => valid.get(`${table} ${id}`) || [];

  // A row's cells after decisions about it.
  function cells(table, id, lines = about(table, id)) {
    const now = { ...baseCells(table, id) };
    for (const line of lines) {
      if (line.action === "add") Object.assign(now, JSON.parse(line.after));
      if (line.action === "correct") now[line.field] = line.after;
    }
    return now;
  }

  function moment() {
    const last = all().reduce((most, line) => (line.time > most ? line.time : most), "");
    const soonest = last ? Date.parse(last) + 1 : 0;
    return new Date(Math.max(Date.now(), soonest)).toISOString();
  }

  // Other versions of this report in this browser with decisions that are in no file yet.
  function copies() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== home)
        .map((name) => [name, JSON.parse(localStorage.getItem(name))])
        .filter(([, copy]) => copy?.text === text && Array.isArray(copy.presses) && copy.presses.length);
    } catch { return []; }
  }

  const ledger = {
    waiting: () => new Set(copies().flatMap(([, copy]) => copy.presses.flat().map(keyOf))).size,

    // Takes over the decisions made in other copies of this report.
    adopt() {
      load();
      const known = new Set(all().map((line) => line.id));
      for (const [name, copy] of copies()) {
        const { lines, presses } = opened(copy);
        state.lines.push(...lines.filter((line) => !known.has(line.id)));
        state.presses.push(...presses);
        keep();
        if (kept) localStorage.setItem(name, JSON.stringify({ ...copy, presses: [] }));
      }
      notify();
    },

    cells: (table, id) => cells(table, id),
    keys: () => [...valid.keys()],
    reviewer: () => state.reviewer,
    setReviewer(name) {
      load();
      state.reviewer = name;
      keep();
      if (kept) localStorage.setItem(NAME, name);
    },
    isKept: () => kept,
    trouble: () => trouble,
    history: (table, id) => about(table, id).filter((line) => line.field !== "field_spans"),
    added: () => [...valid.values()].flat().filter((line) => line.action === "add"),
    unsaved: () => new Set(state.presses.flat().map(keyOf)).size,
    made: () => valid.size,
    status(table, id) {
      const verdict = about(table, id).at(-1);
      return verdict ? VERDICTS[verdict.action] || "" : "";
    },

    // One key press: the lines that it makes.
    press(lines) {
      load();
      const time = moment();
      state.presses.push(lines.map((line) => ({
        ...Object.fromEntries(COLUMNS.map((name) => [name, ""])), ...line, id: newId(), time, reviewer: state.reviewer,
      })));
      keep();
    },

    // Undoes the reviewer's last press; one that is already in a file is undone by another line.
    undo() {
      load();
      const own = standing(all()).filter((line) => line.reviewer === state.reviewer);
      const last = own.at(-1);
      if (!last) return null;
      const place = state.presses.findLastIndex((press) => press.some((line) => line.id === last.id));
      if (place >= 0) {
        state.presses.splice(place, 1);
        keep();
      } else {
        const lines = own.filter((line) => line.time === last.time);
        this.press(lines.reverse().map((line) => ({ table: line.table, row_id: line.row_id, action: "undo", after: line.id })));
      }
      return [last.table, last.row_id];
    },

    // What a file holds: the lines saved before, then those since, one row's presses merged.
    file() {
      load();
      const saved = byRow(standing(state.lines), keyOf);
      const rows = byRow(state.presses, (press) => keyOf(press[0]));
      const since = [...rows.values()].flatMap((presses) => {
        const { table, row_id: id } = presses[0][0];
        return folded(presses, cells(table, id, saved.get(keyOf(presses[0][0])) || []), (base) => seen(table, base));
      });
      const lines = [...state.lines, ...since];
      const origin = { edition: data.edition, sources: data.sources, decisions: lines.length };
      return { lines, text: [origin, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("") };
    },
    saved(lines) {
      state.lines = lines;
      state.presses = [];
      keep();
    },

    // Continues from a file; throws an Error that says what is wrong with it.
    open(text) {
      load();
      const lines = readFile(text, data);
      const known = new Set(all().map((line) => line.id));
      const fresh = lines.filter((line) => !known.has(line.id));
      state.lines = [...state.lines, ...fresh];
      if (!state.reviewer && lines.length) state.reviewer = lines.at(-1).reviewer;
      keep();
      return fresh.length;
    },
  };
  addEventListener("storage", (event) => {
    if (event.key === home) { load(); notify(); }
  });
  load();
  return ledger;
}

function readFile(text, data) {
  const numbered = text.replace(/^\ufeff/, "").split(/\r?\n/).map((line, n) => [n + 1, line]).filter(([, line]) => line.trim());
  const parsed = numbered.map(([number, line]) => {
    try { return [number, JSON.parse(line)]; } catch { throw new Error(`line ${number} is not a decision: the file is cut short or damaged; ask for it again`); }
  });
  const [, origin] = parsed.shift() || [];
  if (!origin || typeof origin.edition !== "string" || !origin.sources) throw new Error("this file was not saved by a report; open a decisions file");
  if (origin.edition !== data.edition) throw new Error(`this file is for edition ${origin.edition}; open it in that report, not in ${data.edition}`);
  if (sortedJson(origin.sources) !== sortedJson(data.sources)) throw new Error("this file was made on another version of the text; ask for the matching report");
  if (origin.decisions !== parsed.length) throw new Error(`only ${parsed.length} of ${origin.decisions} decisions are here: the file is cut short; ask for it again`);
  return parsed.map(([number, line]) => {
    const isSound = line && Object.keys(line).every((name) => COLUMNS.includes(name) && typeof line[name] === "string")
      && TEXTS.every((name) => line[name]) && data.tables[line.table] && ["undo", ...Object.keys(VERDICTS)].includes(line.action)
      && (line.action !== "add" || isJson(line.after));
    if (!isSound) throw new Error(`line ${number} is not a decision on this report; ask for the file again`);
    return { ...Object.fromEntries(COLUMNS.map((name) => [name, ""])), ...line };
  });
}
