// The events with a script: filters take hold at once, folds stay as they were, rows are gone through by keys.
"use strict";

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// What is empty is left out of the address.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches(".filters")) return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") {
      const kept = event.formData.getAll(name).filter((one) => one !== "");
      event.formData.delete(name);
      for (const one of kept) event.formData.append(name, one);
    }
  }
});

let waiting = 0;
document.addEventListener("change", (event) => {
  const form = event.target.closest(".filters");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => form.isConnected && form.requestSubmit(), 250);
});
document.addEventListener("submit", () => clearTimeout(waiting), true);

// A fold that the reader opened or closed stays so when the table comes anew.
let folds = new Map();
document.addEventListener("htmx:before:swap", () => {
  folds = new Map([...document.querySelectorAll("#events details[id]")].map((one) => [one.id, one.open]));
});
document.addEventListener("htmx:after:swap", () => {
  for (const [id, open] of folds) {
    const fold = document.getElementById(id);
    if (fold) fold.open = open || (id === "rest" && fold.open);
  }
});

// Of the folds with boxes one at a time is open, and none when the reader turns to something else.
document.addEventListener("click", (event) => {
  for (const fold of document.querySelectorAll(".fold[open]")) {
    if (!fold.contains(event.target)) fold.open = false;
  }
});

const step = (by) => {
  const rows = [...document.querySelectorAll(".events .said summary")];
  if (!rows.length) return;
  const at = rows.findIndex((one) => one.closest("tr").contains(document.activeElement));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    for (const fold of document.querySelectorAll("#keys[open], .fold[open]")) {
      fold.open = false;
      if (fold.contains(document.activeElement)) fold.querySelector("summary").focus();
    }
    return;
  }
  if (typing(event.target)) return;
  const inTable = event.target.closest(".events");
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => document.activeElement.closest("tr")?.querySelector("a.report")?.click(),
    "/": () => document.getElementById("text").focus(),
  };
  if (inTable) Object.assign(keys, { ArrowDown: keys.j, ArrowUp: keys.k });
  const act = keys[event.key];
  if (act) {
    act();
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
