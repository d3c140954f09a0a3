// The reader: rows next to their words, passages where nothing was found, rows from selected words.

import { ask, complain, reviewer, say } from "./talk.js";
import { choose, isChoosing, selected } from "./select.js";

const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const book = $("#book");
let here = null; // the passage that the keys act on

// ---- more text as it is read ------------------------------------------------------------------

const nearing = book && new IntersectionObserver(async (entries) => {
  const link = entries.find((entry) => entry.isIntersecting)?.target;
  if (!link) return;
  nearing.unobserve(link);
  await extend(link);
}, { rootMargin: "1200px" });

async function extend(link) {
  try {
    const html = await ask(link.href);
    link.closest(".more").outerHTML = html;
  } catch (error) { complain(error.message); }
  watch();
}
function watch() {
  const link = $("#more");
  if (link) nearing.observe(link);
}

// ---- passages where nothing was found --------------------------------------------------------------

function go(gap) {
  here?.classList.remove("current");
  here = gap;
  gap.classList.add("current");
  gap.closest(".block").scrollIntoView({ block: "center" });
  gap.focus({ preventScroll: true });
}

function turn(step) {
  const gaps = $$(".gap");
  const at = gaps.indexOf(here);
  const next = gaps[at < 0 ? (step > 0 ? 0 : gaps.length - 1) : at + step];
  if (next) return go(next);
  const shown = Number($$(".block").at(step > 0 ? -1 : 0)?.id.slice(1) ?? 0);
  const places = book.dataset.gapPlaces.split(" ").filter(Boolean).map(Number);
  const place = step > 0 ? places.find((one) => one > shown) : places.filter((one) => one < shown).at(-1);
  if (place !== undefined) location.href = `/read?from=${place}#b${place}`;
  else say("No more passages");
}

async function right() {
  if (!here) return turn(1);
  if (!reviewer()) return $("#who").click();
  const { block, start } = here.dataset;
  try {
    const answer = await ask("/nothing", { block, start: Number(start) });
    const done = here;
    turn(1);
    if (here === done) here = null;
    done.remove();
    if ($("#gap-count")) $("#gap-count").textContent = answer.left;
    say("Saved: nothing here");
  } catch (error) { complain(error.message); }
}

const make = () => { if (here) location.href = $("a.button", here).href; };

// ---- rows from selected words -----------------------------------------------------------------

function offer() {
  const maker = $("#maker");
  if (!maker) return;
  const found = selected();
  maker.hidden = !found;
  if (!found) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  maker.classList.toggle("below", box.top < 120);
  maker.dataset.selected = JSON.stringify(found);
}

// ---- keys and clicks --------------------------------------------------------------------------

// Choose words with the arrow keys, in the current passage or the first paragraph in view.
function words() {
  const shown = here?.closest(".block") || $$(".block").find((block) => block.getBoundingClientRect().bottom > 160);
  choose($(".gap-words [data-at]", shown) || $("[data-at]", shown), () => $("#maker button")?.focus());
}

const keys = { w: words, n: () => turn(1), p: () => turn(-1), y: right, m: make, u: undo };

async function take(id) {
  if (!reviewer()) { $("#who").click(); return; }
  try {
    location.href = (await ask("/take", { id })).address;
  } catch (error) { complain(error.message); }
}

async function undo() {
  try {
    await ask("/undo", {});
    location.reload();
  } catch (error) { complain(error.message); }
}

if (book) {
  watch();
  document.addEventListener("selectionchange", offer);
  $("#maker").addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isChoosing() || $("dialog[open]")) return;
    if (event.target.matches("input, select, textarea")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("click", (event) => {
    const gap = event.target.closest("[data-gap]");
    if (gap) {
      const passage = gap.closest(".gap");
      if (passage) { if (here !== passage) here?.classList.remove("current"); here = passage; }
      ({ next: () => turn(1), previous: () => turn(-1), right })[gap.dataset.gap]();
    }
    const taken = event.target.closest("[data-take]");
    if (taken) take(taken.dataset.take);
    const maker = event.target.closest("[data-make]");
    if (maker) {
      const found = JSON.parse($("#maker").dataset.selected);
      location.href = `/add?${new URLSearchParams({ table: maker.dataset.make, ...found })}`;
    }
  });
  for (const [kind, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => {
      const chip = event.target.closest?.(".chip");
      if (!chip) return;
      $$(`mark[data-rows~="${CSS.escape(chip.dataset.key)}"]`).forEach((mark) => mark.classList.toggle("lit", on));
    });
  }
}
