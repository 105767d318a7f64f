// Reading takes seconds: the form says so, and is not sent twice.
"use strict";

for (const form of document.querySelectorAll(".give")) {
  const button = form.querySelector("button.main");
  const status = form.querySelector("[role=status]");
  const words = status.textContent;
  form.addEventListener("submit", () => {
    button.disabled = true;
    status.textContent = form.dataset.reading;
  });
  // Who comes back to the page finds the form as it was.
  addEventListener("pageshow", () => {
    button.disabled = false;
    status.textContent = words;
  });
}
