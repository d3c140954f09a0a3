// Words selected in the text: they fill a field, or become a row that was missed.

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
  say("→ next word, Shift+→ more words, Enter to use them");
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

let offered = null; // the selection that a row may be made from

function offer(selection) {
  offered = selection || null;
  $("#maker").hidden = !offered;
  if (offered) {
    $("#maker").replaceChildren(make("span", {}, "Add these words as"),
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

// A new row, as far as the selected words alone fill it.
function draftOf(table, { block: id, start, end }) {
  const block = forms.blocks[id];
  const characters = charactersOf(id);
  const text = (from, to) => characters.slice(Math.max(from, 0), to).join("");
  const sentence = block.sentences.find(([from, to]) => from <= start && end <= to) || [0, characters.length];
  const [rawStart, rawEnd] = rawSpan(block, start, end);
  const own = forms.fields[table];
  const textField = forms.addable.find(([name]) => name === table)[2];
  const selection = { block: id, start, end };
  const amount = extractedAmount(selection) || parsedAmount(text(start, end), [id, start, end]);
  const read = { ...amount, ...extractedPeriod(selection) };
  for (const name of [textField, "text", "what"]) read[name] = { value: text(start, end), place: [id, start, end] };
  const filled = Object.entries(read).filter(([name, { value }]) => value && own.some((one) => one.name === name));
  const evidence = text(...sentence);
  const words = (from, to) => text(from, to).split(/\s+/).filter(Boolean);
  return {
    table, row_id: hashOf([table, id, start, end, evidence].join("\n")), block: id, spans: {}, unknown: {},
    quote: [text(start, end), String(words(sentence[0], start).length),
      words(start - 120, start).slice(-3).join(" "), words(end, end + 120).slice(0, 3).join(" ")],
    places: Object.fromEntries(filled.filter(([, { place }]) => place).map(([name, { place }]) => [name, [place]])),
    cells: {
      edition: data.edition, section: data.sections[id] || "", block_id: id, source: block.source,
      raw_start: String(rawStart), raw_end: String(rawEnd), evidence, rule: "reviewer",
      field_spans: sortedJson({ evidence: [rawSpan(block, ...sentence)] }),
      ...Object.fromEntries(filled.map(([name, { value }]) => [name, value])),
    },
  };
}

// Twelve hex digits, the same for the same words, whoever adds the row.
function hashOf(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0").slice(0, 12);
}
