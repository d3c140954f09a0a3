// Requests to the server: every write carries the page's token and the reviewer's name.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const reviewer = () => localStorage.getItem("reviewer") || meta("reviewer");

export async function ask(address, body) {
  const headers = { "X-Part": "main", "X-Reviewer": encodeURIComponent(reviewer()) };
  const options = { headers };
  if (body !== undefined) {
    options.method = "POST";
    options.body = JSON.stringify({ reviewer: reviewer(), ...body });
    Object.assign(headers, { "Content-Type": "application/json", "X-Token": meta("token") });
  }
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Error("Not saved: the server does not answer. Is “make review” still running?");
  }
  const isJson = answer.headers.get("Content-Type").includes("json");
  const content = isJson ? await answer.json() : await answer.text();
  if (!answer.ok) {
    throw Object.assign(new Error(content.error || answer.statusText), content);
  }
  return content;
}

let quiet;
export function say(words) {
  document.getElementById("trouble").textContent = "";
  const said = document.getElementById("said");
  said.textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => { said.textContent = ""; }, 2500);
}

export function complain(words) {
  document.getElementById("said").textContent = "";
  document.getElementById("trouble").textContent = words;
}
