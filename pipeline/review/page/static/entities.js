// Entities: asks what a decision would change, shows it, and makes it once confirmed.

import { ask, complain, reviewer, say } from "./talk.js";

const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const card = $("[data-entity]");
let wish = null;

function wishOf(form, submitter) {
  const given = Object.fromEntries(new FormData(form));
  const action = submitter?.value || form.dataset.wish;
  const made = { action, row_id: card.dataset.entity, reason: given.reason || "" };
  if (form.dataset.wish === "correct") {
    const changed = $$("[name]", form).filter((input) => input.value !== input.dataset.was);
    made.changes = Object.fromEntries(changed.map((input) => [input.name, input.value]));
  }
  if (form.dataset.wish === "merge") made.into = given.into;
  if (form.dataset.wish === "split") {
    made.cells = { name: given.name, kind: given.kind };
    made.mentions = $$("[name=mention]:checked").map((box) => box.value);
  }
  return made;
}

async function preview(form, submitter) {
  if (!reviewer()) { $("#who").click(); return; }
  wish = wishOf(form, submitter);
  try {
    const { said } = await ask("/entities/effects", wish);
    $("#effects-words").textContent = said;
    $("#effects").showModal();
  } catch (error) { complain(error.message); }
}

async function make() {
  try {
    const { address } = await ask("/entities/decide", wish);
    location.href = address;
  } catch (error) { complain(error.message); }
}

if (card) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-wish]");
    if (!form) return;
    event.preventDefault();
    preview(form, event.submitter);
  });
  $("#effects").addEventListener("close", (event) => {
    if (event.target.returnValue === "yes") make();
    event.target.returnValue = "";
  });
  document.addEventListener("click", (event) => {
    const alike = event.target.closest("[data-into]");
    if (alike) $("#into").value = alike.dataset.into;
    if (event.target.closest("[data-undo]")) undo();
  });
}

async function undo() {
  try {
    await ask("/undo", {});
    say("Undone");
    location.reload();
  } catch (error) { complain(error.message); }
}

$("main.who .filters")?.addEventListener("change", (event) => event.currentTarget.submit());
document.addEventListener("keydown", (event) => {
  if (!$("main.who") || event.target.matches("input, select, textarea") || $("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = $$(".rows a");
  const at = rows.findIndex((row) => row.ariaCurrent);
  const step = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[event.key];
  if (step && rows[at + step]) location.href = rows[at + step].href;
  if (event.key === "/") { event.preventDefault(); $("#eq").focus(); }
  if (event.key === "u") undo();
});
