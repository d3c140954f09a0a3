// The dialog in which a rejection gets its reason, on the page and in the mailed report.

export function dialogKey(event) {
  const button = [...document.querySelectorAll("#reject[open] [data-reason]")][Number(event.key) - 1];
  if (!button || event.target.matches("input")) return;
  event.preventDefault();
  button.click();
}

// Calls with the reason's code and the note, once a reason is chosen.
export function onRejection(reject) {
  document.querySelector("#reject")?.addEventListener("close", ({ target }) => {
    const note = document.querySelector("#reject-note");
    if (target.returnValue) reject(target.returnValue, note.value.trim());
    target.returnValue = note.value = "";
  });
}
