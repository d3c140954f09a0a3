// A field with suggestions from the server: ARIA's combobox with a listbox.

import { ask } from "./talk.js";

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const isList = (input) => input.dataset.kind === "list";

function part(input) {
  const value = input.value;
  if (!isList(input)) return { from: 0, to: value.length };
  const from = value.lastIndexOf(";", Math.max(input.selectionStart - 1, 0)) + 1;
  const next = value.indexOf(";", input.selectionStart);
  return { from, to: next < 0 ? value.length : next };
}

export function close(input) {
  const list = listOf(input);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

export async function suggest(input) {
  const { from, to } = part(input);
  const sought = input.value.slice(from, to);
  const found = await ask(`/pick?what=${input.dataset.picks}&q=${encodeURIComponent(sought)}`);
  if (document.activeElement !== input || !found.length) return close(input);
  const list = listOf(input);
  list.replaceChildren(...found.map((one, n) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${n}`;
    item.role = "option";
    item.dataset.value = one.value;
    item.ariaSelected = "false";
    const help = document.createElement("small");
    help.textContent = one.words;
    item.append(one.value, help);
    return item;
  }));
  list.hidden = false;
  list.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-expanded", "true");
}

function take(input, item) {
  const { from, to } = part(input);
  const value = isList(input) ? item.dataset.value.replaceAll("\\", "\\\\").replaceAll(";", "\\;") : item.dataset.value;
  input.value = input.value.slice(0, from) + value + input.value.slice(to);
  input.dispatchEvent(new Event("change", { bubbles: true }));
  close(input);
}

// Whether the key was for the list.
export function key(event) {
  const input = event.target;
  const list = listOf(input);
  if (event.key === "ArrowDown" && list.hidden) { suggest(input); return true; }
  if (list.hidden) return false;
  const items = [...list.children];
  const here = items.findIndex((item) => item.ariaSelected === "true");
  if (event.key === "Escape") { close(input); return true; }
  if (event.key === "Enter" && here >= 0) { take(input, items[here]); return true; }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return false;
  const next = items[(here + step + items.length) % items.length];
  items.forEach((item) => { item.ariaSelected = String(item === next); });
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.picks) suggest(event.target);
});
document.addEventListener("focusout", (event) => {
  if (event.target.dataset.picks) setTimeout(() => close(event.target), 150);
});
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest(".picks li");
  if (!item) return;
  event.preventDefault();
  take(document.querySelector(`[aria-controls="${item.parentElement.id}"]`), item);
});
