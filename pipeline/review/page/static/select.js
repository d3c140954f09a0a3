// Words selected in the text, as code points of their block; and the field that they fill.

const points = (text) => [...text].length;

function place(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const run = element.closest("[data-at]");
  if (!run) return null;
  const at = Number(run.dataset.at);
  if (run.classList.contains("hidden-character")) return at + (offset > 0 ? 1 : 0);
  return at + points(run.textContent.slice(0, offset));
}

// The block, start and end of what is selected, or null.
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const home = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-block].here, .block [data-block], #text [data-block]");
  const block = home(range.startContainer);
  if (!block || block !== home(range.endContainer)) return null;
  let start = place(range.startContainer, range.startOffset);
  let end = place(range.endContainer, range.endOffset);
  if (start === null || end === null) {
    const runs = [...block.querySelectorAll("[data-at]")].filter((run) => selection.containsNode(run, true));
    if (!runs.length) return null;
    start ??= Number(runs[0].dataset.at);
    end ??= Number(runs.at(-1).dataset.at) + points(runs.at(-1).textContent);
  }
  const words = selection.toString();
  start += points(words) - points(words.trimStart());
  end -= points(words) - points(words.trimEnd());
  return start < end ? { block: block.dataset.block, start, end } : null;
}

// ---- the same with keys: word by word, Shift extends, Enter ends -------------------------------

let done = null; // what to do with the words, while they are being chosen

export const isChoosing = () => done !== null;

// Begin at a run of text; `whenDone` is called once Enter is pressed.
export function choose(run, whenDone) {
  if (!run?.firstChild) return;
  done = whenDone;
  const selection = getSelection();
  selection.collapse(run.firstChild, 0);
  selection.modify("extend", "forward", "word");
}

export function chooseKey(event) {
  const selection = getSelection();
  const forward = event.key === "ArrowRight";
  event.preventDefault();
  if (event.key === "Enter" || event.key === "Escape") {
    const finish = done;
    done = null;
    if (event.key === "Enter") finish();
    else selection.removeAllRanges();
  } else if (event.shiftKey && (forward || event.key === "ArrowLeft")) {
    selection.modify("extend", forward ? "forward" : "backward", "word");
  } else if (forward) {
    selection.collapseToEnd();
    selection.modify("move", "forward", "word");
    selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  } else if (event.key === "ArrowLeft") {
    selection.collapseToStart();
    selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    selection.collapseToStart();
    selection.modify("move", event.key === "ArrowDown" ? "forward" : "backward", "line");
    selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  }
}
