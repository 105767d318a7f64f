// The review page: a mode belongs to its type, and a party is added from the words that are marked with the mouse.
"use strict";

function prepare(desk) {
  const form = desk.querySelector("#verdict");
  const type = form?.querySelector("select[name=type]");
  if (!type) return;

  const mode = form.querySelector("select[name=mode]");
  const fit = () => {
    for (const group of mode.querySelectorAll("optgroup")) {
      const fits = group.dataset.type === type.value;
      group.hidden = group.disabled = !fits;
      if (!fits && group.contains(mode.selectedOptions[0])) mode.value = "";
    }
  };
  type.addEventListener("change", fit);
  fit();

  const adder = form.querySelector(".adder");
  const words = adder.querySelector("[data-words]");
  adder.hidden = false;
  desk.querySelector(".passage").addEventListener("mouseup", () => {
    const marked = String(getSelection()).trim();
    if (marked) words.value = marked;
  });
  for (const button of adder.querySelectorAll("[data-add]")) {
    button.addEventListener("click", () => {
      const field = form.elements[button.dataset.add];
      const code = `${adder.querySelector("[data-country]").value}:${adder.querySelector("[data-sector]").value}`;
      if (!words.value.trim()) return words.focus();
      field.value = [field.value, `"${words.value.trim()}"=${code}`].filter(Boolean).join(", ");
      words.value = "";
      field.focus();
    });
  }
}

prepare(document.getElementById("desk"));
document.addEventListener("htmx:after:swap", () => {
  const desk = document.getElementById("desk");
  if (desk && !desk.dataset.ready) prepare(desk);
  if (desk) desk.dataset.ready = "1";
});
