// The neighbourhood: a slider over time, a network that shows who deals with whom, a map that comes closer.
"use strict";

function slide(form) {
  const figure = form.querySelector(".timeline");
  const bars = [...figure.querySelectorAll("svg g")];
  const [first, last] = figure.querySelectorAll("input[type=range]");
  const [since, until] = ["since", "until"].map((name) => form.elements[name]);
  const shown = figure.querySelector("output");
  figure.classList.add("live");
  figure.querySelector(".slider").hidden = false;

  const show = () => {
    const [from, to] = [+first.value, +last.value];
    bars.forEach((bar, at) => bar.classList.toggle("chosen", at >= from && at <= to));
    const names = [bars[from].dataset.label, bars[to].dataset.label];
    shown.textContent = from === to ? names[0] : names.join(" – ");
    first.setAttribute("aria-valuetext", names[0]);
    last.setAttribute("aria-valuetext", names[1]);
  };
  const choose = () => {
    const [from, to] = [+first.value, +last.value];
    since.value = from === 0 ? "" : bars[from].dataset.since;
    until.value = to === bars.length - 1 ? "" : bars[to].dataset.until;
    form.requestSubmit();
  };
  first.addEventListener("input", () => { first.value = Math.min(+first.value, +last.value); show(); });
  last.addEventListener("input", () => { last.value = Math.max(+first.value, +last.value); show(); });
  for (const range of [first, last]) {
    range.addEventListener("change", (event) => { event.stopPropagation(); choose(); });
  }

  // A stretch of bars drawn over with the mouse is the period; a click is one bar.
  let begun = null;
  const at = (event) => bars.indexOf(event.target.closest("g"));
  figure.querySelector("svg").addEventListener("pointerdown", (event) => { if (at(event) >= 0) begun = at(event); });
  figure.querySelector("svg").addEventListener("pointermove", (event) => {
    if (begun === null || at(event) < 0) return;
    first.value = Math.min(begun, at(event));
    last.value = Math.max(begun, at(event));
    show();
  });
  figure.querySelector("svg").addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const end = at(event) < 0 ? begun : at(event);
    first.value = Math.min(begun, end);
    last.value = Math.max(begun, end);
    begun = null;
    show();
    choose();
  });
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => form.requestSubmit());
  show();
}

// With the pointer on a party only its ties are lit.
function light(network) {
  network.addEventListener("pointerover", (event) => {
    const party = event.target.closest("[data-party]")?.dataset.party;
    network.classList.toggle("dim", Boolean(party));
    if (!party) return;
    const near = new Set([party]);
    for (const line of network.querySelectorAll("line")) {
      const pair = line.dataset.pair.split(" ");
      line.classList.toggle("lit", pair.includes(party));
      if (pair.includes(party)) pair.forEach((one) => near.add(one));
    }
    for (const circle of network.querySelectorAll("[data-party]")) {
      circle.classList.toggle("lit", near.has(circle.dataset.party));
    }
  });
  network.addEventListener("pointerleave", () => network.classList.remove("dim"));
}

function zoom(figure) {
  const map = figure.querySelector("svg");
  const { width, height } = map.viewBox.baseVal;
  const view = { x: 0, y: 0, scale: 1 };
  const buttons = figure.querySelector(".zoom");
  buttons.hidden = false;

  const look = () => {
    view.x = Math.max(0, Math.min(view.x, width - width / view.scale));
    view.y = Math.max(0, Math.min(view.y, height - height / view.scale));
    map.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.scale} ${height / view.scale}`);
    map.style.setProperty("--shrink", view.scale ** -0.75);
    map.classList.toggle("near", view.scale > 1);
  };
  const by = (factor, x = view.x + width / view.scale / 2, y = view.y + height / view.scale / 2) => {
    const scale = Math.max(1, Math.min(view.scale * factor, 16));
    view.x = x - ((x - view.x) * view.scale) / scale;
    view.y = y - ((y - view.y) * view.scale) / scale;
    view.scale = scale;
    look();
  };
  const [closer, farther] = buttons.querySelectorAll("button");
  closer.addEventListener("click", () => by(1.6));
  farther.addEventListener("click", () => by(1 / 1.6));
  map.addEventListener("dblclick", (event) => {
    const box = map.getBoundingClientRect();
    by(2, view.x + ((event.clientX - box.x) / box.width) * (width / view.scale),
      view.y + ((event.clientY - box.y) / box.height) * (height / view.scale));
  });

  let held = null;
  map.addEventListener("pointerdown", (event) => {
    if (view.scale > 1) held = { x: event.clientX, y: event.clientY, moved: false };
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = map.getBoundingClientRect();
    const [across, down] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(across, down) < 4) return;
    if (!held.moved) map.setPointerCapture(event.pointerId);
    view.x -= (across / box.width) * (width / view.scale);
    view.y -= (down / box.height) * (height / view.scale);
    held = { x: event.clientX, y: event.clientY, moved: true };
    look();
  });
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => { held = null; });
}

function prepare() {
  const found = document.querySelector("#found");
  found.querySelectorAll("form.period").forEach(slide);
  found.querySelectorAll("svg.network").forEach(light);
  found.querySelectorAll("figure.world").forEach(zoom);
}

// Whoever steers a slider stays at it when the period has come.
let steering = null;
document.addEventListener("htmx:before:swap", () => { steering = document.activeElement?.id; });
document.addEventListener("htmx:after:swap", () => {
  prepare();
  if (steering) document.getElementById(steering)?.focus({ preventScroll: true });
});
prepare();
