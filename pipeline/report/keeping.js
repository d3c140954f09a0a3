// The reviewer's name, and the file that decisions are saved to and loaded from.

function askName() {
  $("#name-field").value = ledger.reviewer();
  $("#name").showModal();
}
$("#name").addEventListener("close", () => {
  const name = $("#name-field").value.trim();
  if (name) ledger.setReviewer(name);
});

function save() {
  const { lines, text } = ledger.file();
  if (!lines.length) { complain("There is no decision to save yet."); return; }
  if (!ledger.reviewer()) { askName(); return; }
  const name = ledger.reviewer().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "reviewer";
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  make("a", { href: address, download: `decisions-${data.edition}-${name}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  ledger.saved(lines);
  say("Saved: send the file to whoever sent you the report");
}

$("#decisions-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  try {
    const count = ledger.open(await file.text());
    say(`${count} decision${count === 1 ? "" : "s"} loaded from ${file.name}`);
    openRow();
  } catch (error) { complain(`${file.name}: ${error.message}`); }
});

addEventListener("beforeunload", (event) => {
  if (!ledger.isKept() && ledger.unsaved()) event.preventDefault();
});

showLedger();
