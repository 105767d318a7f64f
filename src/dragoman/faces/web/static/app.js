// What every page does with a script. Without it each page still shows all and every form still works.
"use strict";

// A language or look takes hold when it is chosen.
for (const form of document.querySelectorAll('.foot [action="/look"]')) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

// "/" goes to the search, as on many pages that people know.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector(".seek input").focus();
    event.preventDefault();
  }
});

// A key that a button, link or fold names with data-key does what a click on it does.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
  const found = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.tagName === "DETAILS") {
    found.open = !found.open;
    if (found.open) found.querySelector("input, select, button")?.focus();
  } else {
    found.click();
  }
});
