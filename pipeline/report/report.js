// Reading the report: filters, the list of rows, and a row's place in the text.
(() => {
  "use strict";
  const $ = (query, root = document) => root.querySelector(query);
  const $$ = (query, root = document) => [...root.querySelectorAll(query)];
  const data = JSON.parse($("#report-data").textContent);
  const STEP = 60; // rows drawn at a time
  const MAIN = ["contributions", "checks", "money", "results", "events"];
  const PRINTED = ["contributions", "money", "checks", "results", "events"];
  const COLUMNS = 9; // per printed table
  const CODED = /_(ids?|edtf|basis|type|iso3)$/; // columns that are left out in print
  const OPEN = ["unreviewed", "lapsed", "disputed", "awaiting"];
  const FIELD_COLOURS = 8;

  // sentences and paths are stored once in the data
  for (const row of Object.values(data.rows).flat()) {
    row.evidence = data.sentences[row.evidence];
    row.section = data.paths[row.section];
    Object.assign(row.cells, {
      row_id: row.row_id, edition: data.edition, section: row.section, block_id: row.block,
      evidence: row.evidence, confidence: row.confidence, review_status: row.status,
    });
    for (const [name, cell] of Object.entries(row.cells)) if (!cell) delete row.cells[name];
    row.asRead = Object.fromEntries(Object.keys(row.likely || {}).map((name) => [name, row.cells[name] || ""]));
  }

  // every row at its number, to which the marks in the text refer
  const rows = Object.entries(data.rows).flatMap(([table, own]) => own.map((row) => ({ table, ...row })));
  const byId = new Map(rows.map((row, number) => [row.row_id, number]));
  const places = new Map($$("#text > p").map((block, place) => [block.dataset.block, place]));
  const readingOrder = rows.map((_, number) => number).sort((a, b) => {
    const [one, other] = [rows[a], rows[b]];
    return (places.get(one.block) ?? -1) - (places.get(other.block) ?? -1)
      || (one.own?.[0] ?? 0) - (other.own?.[0] ?? 0) || a - b;
  });
  const needOrder = rows.map((_, number) => number).sort((a, b) => rows[a].order - rows[b].order);
  let shown = []; // numbers of the rows that pass the filters
  let drawn = 0;
  let chosen = -1;

  // ---- elements, made without markup from the data ----------------------------------------------

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== false));
    return element;
  }

  const readable = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, (character) =>
    character === "\n" || character === "\t" ? character : `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const isWide = () => matchMedia("(min-width: 44rem)").matches;
  // a cell in words, a code with its name
  const inWords = (column, cell) => (column.type === "list" ? cell.split(";") : [cell])
    .map((item) => column.words[item] || readable(item)).join("; ");
  // how likely a field is right, as long as its cell is the one that the reader filled in
  const likelyOf = (row, name) => row.likely?.[name] && (row.cells[name] || "") === row.asRead[name] ? row.likely[name] : [];
  const likelyWords = ([percent, doubtful]) => percent && make("span", { class: "likely", title: data.titles.field },
    percent, doubtful && make("b", {}, " doubtful"));
  const statusWords = (status) => data.status[status] || status;

  // ---- filters ------------------------------------------------------------------------------------

  const confidenceOf = (row) => [row.confidence, row.probability].filter(Boolean).join(" · ");
  const isOpen = (row) => OPEN.includes(row.status);
  const chosenTables = () => new Set($$("input[name=table]:checked").map((box) => box.value));

  function isWanted(row, tables, words) {
    return tables.has(row.table)
      && (!$("#section").value || row.section === $("#section").value || row.section.startsWith(`${$("#section").value} / `))
      && (!$("#status").value || row.status === $("#status").value)
      && (!$("#confidence").value || row.confidence === $("#confidence").value)
      && (!$("#flag").value || row.flags.includes($("#flag").value))
      && words.every((word) => searched(row).includes(word));
  }

  const searched = (row) => (row.searched ??= [row.summary, row.evidence, row.section, row.row_id].join("\n").toLowerCase());

  function filter() {
    const tables = chosenTables();
    const words = $("#q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = rows.map((row) => isWanted(row, tables, words));
    shown = ($("#by").value === "text" ? readingOrder : needOrder).filter((number) => wanted[number]);
    for (const mark of $$("#text mark")) {
      const first = mark.dataset.rows.split(" ").find((number) => wanted[number]);
      mark.className = first === undefined ? "off" : `c${data.tables[rows[first].table].colour}`;
    }
    const counts = {};
    for (const number of shown) counts[rows[number].table] = (counts[rows[number].table] || 0) + 1;
    for (const count of $$("[data-count]")) {
      const all = data.rows[count.dataset.count].length;
      const here = counts[count.dataset.count] || 0;
      count.textContent = here === all || !tables.has(count.dataset.count) ? all.toLocaleString("en") : `${here.toLocaleString("en")} of ${all.toLocaleString("en")}`;
    }
    $("#count").textContent = `${shown.length.toLocaleString("en")} ${shown.length === 1 ? "row" : "rows"}`;
    $("#rows").replaceChildren();
    drawn = 0;
    drawMore();
  }

  function drawMore() {
    const next = shown.slice(drawn, drawn + STEP);
    $("#rows").append(...next.map(listed));
    drawn += next.length;
  }

  function listed(number) {
    const row = rows[number];
    const table = data.tables[row.table];
    return make("li", {},
      make("a", { href: `#row-${row.row_id}`, "data-row": number, class: `c${table.colour}`, "aria-current": number === chosen ? "true" : null },
        make("span", { class: "what" }, table.one),
        make("span", { class: `status ${row.status}` }, row.status === "unreviewed" ? confidenceOf(row) : statusWords(row.status)),
        make("span", { class: "summary" }, make("bdi", {}, readable(row.summary) || "—"))));
  }

  // ---- one row --------------------------------------------------------------------------------------

  function choose(number, { scroll = true, write = true } = {}) {
    const row = rows[number];
    if (!row) return;
    chosen = number;
    for (const link of $$("#rows [aria-current]")) link.removeAttribute("aria-current");
    $(`#rows [data-row="${number}"]`)?.setAttribute("aria-current", "true");
    for (const mark of $$("#text mark.lit")) mark.classList.remove("lit");
    const marks = $$(`#text mark[data-rows~="${number}"]`);
    for (const mark of marks) mark.classList.add("lit");
    light(row);
    $("#row").replaceChildren(...card(row).filter(Boolean));
    $("#row").hidden = false;
    $(".chosen").scrollTop = 0;
    const place = marks[0] || document.getElementById(`b-${row.block}`);
    if (scroll) place?.scrollIntoView({ block: "center", behavior: "auto" });
    if (write) history.replaceState(null, "", `#row-${row.row_id}`);
    document.dispatchEvent(new CustomEvent("row-chosen", { detail: { table: row.table, row_id: row.row_id } }));
  }

  function card(row) {
    const table = data.tables[row.table];
    const fields = table.columns.filter((column) => row.cells[column.name] || row.unknown[column.name] || likelyOf(row, column.name)[1]);
    const marked = fieldColours(row);
    return [
      make("p", { class: "path" }, ...row.section.split(" / ").map((part) => make("span", {}, part))),
      make("h2", {}, make("span", { class: "what" }, table.one), make("bdi", {}, readable(row.summary) || row.row_id)),
      make("p", { class: "facts" },
        make("span", { class: `status ${row.status}` }, statusWords(row.status)),
        make("span", {}, `${row.confidence} confidence`),
        row.probability && make("span", { title: data.titles.row }, "row: ", make("b", {}, row.probability)),
        row.found && make("span", { title: data.titles.found }, "contribution: ", make("b", {}, row.found)),
        row.cells.reviewer && make("span", {}, `by ${readable(row.cells.reviewer)}`)),
      make("ul", { class: "notes" },
        ...row.flags.map((code) => make("li", { class: "flag" }, make("b", {}, code.replaceAll("_", " ")), ` ${data.words[code] || ""}`)),
        ...row.reasons.filter((code) => !(row.doubts?.length && code.endsWith("_doubtful"))).map((code) => make("li", {}, data.words[code] || code))),
      isOpen(row) && row.doubts?.length > 0 && make("p", { class: "doubts" }, make("b", {}, "In doubt: "), `${row.doubts.join(", ")}.`),
      make("dl", { class: "cells" }, ...fields.flatMap((column) => [
        make("dt", { title: column.meaning, class: marked[column.name] ? `c${marked[column.name]}` : null }, column.label),
        make("dd", { class: likelyOf(row, column.name)[1] ? "doubtful" : null },
          row.cells[column.name]
            ? make("span", { dir: "auto" }, inWords(column, row.cells[column.name]))
            : make("span", { class: "unknown" }, data.unknown[row.unknown[column.name]] || row.unknown[column.name] || "empty"),
          " ", likelyWords(likelyOf(row, column.name))),
      ])),
      make("p", { class: "id" }, "row ", make("code", {}, row.row_id)),
    ];
  }

  function fieldColours(row) {
    const names = Object.keys(row.spans).filter((name) => name !== "evidence");
    return Object.fromEntries(names.map((name, place) => [name, (place % FIELD_COLOURS) + 1]));
  }

  // Each field's words in the text in its own colour, where the browser supports highlights.
  function light(row) {
    if (!globalThis.Highlight) return;
    CSS.highlights.clear();
    const colours = fieldColours(row);
    for (const [name, spans] of Object.entries(row.spans)) {
      const ranges = spans.map(([start, end]) => rangeOf(row.block, start, end)).filter(Boolean);
      const kind = name === "evidence" ? "sentence" : `field-${colours[name]}`;
      const known = CSS.highlights.get(kind);
      if (known) ranges.forEach((range) => known.add(range));
      else if (ranges.length) CSS.highlights.set(kind, new Highlight(...ranges));
    }
  }

  // A span of a block's text (code points) as a range of the page.
  function rangeOf(block, start, end) {
    const runs = $$("[data-at]", document.getElementById(`b-${block}`) || document.createElement("p"));
    const from = pointIn(runs, start);
    const to = pointIn(runs, end);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  function pointIn(runs, at) {
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(runs[middle].dataset.at) <= at) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1];
    if (!run?.firstChild) return null;
    const text = run.firstChild.data;
    const points = at - Number(run.dataset.at);
    const before = run.classList.contains("hidden-character") ? (points ? text : "") : [...text].slice(0, points).join("");
    return [run.firstChild, Math.min(before.length, text.length)];
  }

  // ---- what a reader does -----------------------------------------------------------------------------

  function move(step) {
    const place = shown.indexOf(chosen);
    const next = shown[Math.min(Math.max(place + step, 0), shown.length - 1)];
    if (next === undefined) return;
    while (shown.indexOf(next) >= drawn) drawMore();
    choose(next);
    if (isWide()) $(`#rows [data-row="${next}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function followAddress() {
    const match = location.hash.match(/^#row-([0-9a-f]+)$/);
    if (match && byId.has(match[1])) choose(byId.get(match[1]), { write: false });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-row]");
    if (link) { event.preventDefault(); choose(Number(link.dataset.row)); return; }
    const filterLink = event.target.closest("[data-filter]");
    if (filterLink) { event.preventDefault(); ask(JSON.parse(filterLink.dataset.filter)); return; }
    const mark = event.target.closest("#text mark:not(.off)");
    if (mark && getSelection().isCollapsed) choose(nextOf(mark), { scroll: false });
    const kinds = event.target.closest("[data-kinds]");
    if (kinds) {
      for (const box of $$("input[name=table]")) box.checked = kinds.dataset.kinds === "all" || (kinds.dataset.kinds === "main" && MAIN.includes(box.value));
      filter();
    }
  });

  // A second click on the same words moves to the next row of these words.
  function nextOf(mark) {
    const wanted = new Set(shown);
    const here = mark.dataset.rows.split(" ").map(Number).filter((number) => wanted.has(number));
    return here[(here.indexOf(chosen) + 1) % here.length];
  }

  // A number of the summary shows its rows: {table, status, confidence, flag}; one left out means all.
  function ask(wanted) {
    for (const box of $$("input[name=table]")) box.checked = !wanted.table || wanted.table === box.value;
    for (const name of ["status", "confidence", "flag", "section"]) $(`#${name}`).value = wanted[name] || "";
    $("#q").value = wanted.q || "";
    filter();
    $(".work").scrollIntoView();
    if (shown.length) choose(shown[0]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches("input, select, textarea") || $("dialog[open]")) return;
    const done = { j: () => move(1), k: () => move(-1), ArrowRight: () => move(1), ArrowLeft: () => move(-1), "/": () => $("#q").select() }[event.key];
    if (done) { event.preventDefault(); done(); }
  });

  for (const name of ["section", "status", "confidence", "flag", "by"]) $(`#${name}`).addEventListener("change", filter);
  for (const box of $$("input[name=table]")) box.addEventListener("change", filter);
  let waiting = 0;
  $("#q").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  addEventListener("hashchange", followAddress);
  new IntersectionObserver((seen) => { if (seen.some((entry) => entry.isIntersecting)) drawMore(); }, { root: isWide() ? $(".list") : null, rootMargin: "600px" })
    .observe($(".list").appendChild(make("div", { class: "more" })));

  // ---- print: the tables for paper --------------------------------------------------------------------

  function printed(table) {
    const columns = data.tables[table].columns.filter((column) => !CODED.test(column.name)
      && data.rows[table].some((row) => row.cells[column.name])).slice(0, COLUMNS);
    return make("section", {}, make("h2", {}, data.tables[table].many), make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((column) => make("th", {}, column.label)), make("th", {}, "Confidence"), make("th", {}, "Review"))),
      make("tbody", {}, ...data.rows[table].map((row) => make("tr", {},
        ...columns.map((column) => {
          const words = inWords(column, row.cells[column.name] || "");
          return make("td", { class: column.type === "date" ? "day" : /\S{25}/.test(words) ? "long" : null }, words);
        }),
        make("td", {}, confidenceOf(row)), make("td", {}, statusWords(row.status)))))));
  }

  addEventListener("beforeprint", () => {
    $("#tables").replaceChildren(...PRINTED.filter((table) => data.rows[table]?.length).map(printed));
  });
  addEventListener("afterprint", () => $("#tables").replaceChildren());

  // ---- for the review script --------------------------------------------------------------------------

  function setStatus(rowId, status) {
    const row = rows[byId.get(rowId)];
    if (!row) return;
    row.status = status;
    const link = $(`#rows [data-row="${byId.get(rowId)}"] .status`);
    if (link) { link.className = `status ${status}`; link.textContent = statusWords(status); }
    const onCard = rows[chosen] === row && $("#row .facts .status");
    if (onCard) { onCard.className = `status ${status}`; onCard.textContent = statusWords(status); }
    fillStatuses();
  }

  function fillStatuses() {
    const select = $("#status");
    const now = select.value;
    const present = [...new Set(rows.map((row) => row.status))];
    select.replaceChildren(make("option", { value: "" }, "all"), ...present.map((status) => make("option", { value: status }, statusWords(status))));
    select.value = present.includes(now) ? now : "";
  }

  const flags = [...new Set(rows.flatMap((row) => row.flags))].sort();
  $("#flag").append(...flags.map((code) => make("option", { value: code }, code.replaceAll("_", " "))));
  fillStatuses();
  for (const box of $$("input[name=table]")) box.checked = MAIN.includes(box.value);
  window.report = { data, rows, make, readable, choose: (rowId, options) => choose(byId.get(rowId), options), move, setStatus, refilter: filter, ask,
    likelyOf, likelyWords, shown: () => shown.map((number) => rows[number]), chosen: () => rows[chosen] || null, rangeOf };
  filter();
  followAddress();
})();
