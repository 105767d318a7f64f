// A report and its records: what is pointed at lights up on both sides. Without it all stands there, joined by anchors.
(() => {
  "use strict";
  const LINKED = "[data-trigger], [data-words], [data-inside]";
  const WAIT = 220; // milliseconds over a card before the text moves to its words
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const pieces = new Map(); // a record's id → its words in the text
  let pinned = [];
  let waiting = 0;

  const idsOf = (piece, part) => (piece.dataset[part] || "").split(" ").filter(Boolean);

  for (const piece of document.querySelectorAll(LINKED)) {
    for (const part of ["trigger", "words", "inside"]) {
      for (const id of idsOf(piece, part)) {
        if (!pieces.has(id)) pieces.set(id, []);
        pieces.get(id).push(piece);
      }
    }
  }

  /* The records that a piece of text tells most about: those whose act it is, else those that rest on it, else
     those it lies in. */
  const recordsAt = (element) => {
    const record = element.closest(".record");
    if (record) return [record.id];
    const piece = element.closest(LINKED);
    if (!piece) return [];
    return ["trigger", "words", "inside"].map((part) => idsOf(piece, part)).find((ids) => ids.length) || [];
  };

  const light = (ids) => {
    for (const old of document.querySelectorAll(".lit, .near")) old.classList.remove("lit", "near");
    for (const id of ids) {
      const record = document.getElementById(id);
      if (!record) continue;
      record.classList.add("lit");
      for (const piece of pieces.get(id) || []) piece.classList.add("lit");
      for (const near of (record.dataset.near || "").split(" ").filter(Boolean)) {
        document.getElementById(near)?.classList.add("near");
      }
    }
  };

  const pin = (ids) => {
    pinned = ids;
    for (const old of document.querySelectorAll(".pinned")) old.classList.remove("pinned");
    for (const id of ids) document.getElementById(id)?.classList.add("pinned");
    light(ids);
  };

  const behavior = () => (calm.matches ? "auto" : "smooth");

  const inView = (box, frame) => box.top >= frame.top && box.bottom <= frame.bottom;

  const reveal = (element) => {
    if (!element) return;
    const pane = element.closest(".text");
    const box = element.getBoundingClientRect();
    const own = pane && getComputedStyle(pane).overflowY === "auto";
    const frame = own ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    if (inView(box, frame)) return;
    if (own && pane.scrollHeight > pane.clientHeight) {
      pane.scrollBy({ top: box.top - frame.top - pane.clientHeight / 3, behavior: behavior() });
    } else {
      element.scrollIntoView({ block: "center", behavior: behavior() });
    }
  };

  const wordsOf = (id) => {
    const own = pieces.get(id) || [];
    return own.find((piece) => idsOf(piece, "trigger").includes(id)) || own[0];
  };

  const isPane = (id) => {
    const pane = wordsOf(id)?.closest(".text");
    return pane && getComputedStyle(pane).overflowY === "auto";
  };

  document.addEventListener("pointerover", ({ target }) => {
    clearTimeout(waiting);
    const ids = recordsAt(target);
    light(ids.length ? ids : pinned);
    const record = target.closest(".record");
    if (record && isPane(record.id)) waiting = setTimeout(() => reveal(wordsOf(record.id)), WAIT);
  });

  document.documentElement.addEventListener("pointerleave", () => light(pinned));

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(":focus-visible")) return;
    const ids = recordsAt(target);
    light(ids.length ? ids : pinned);
    const record = target.closest(".record");
    if (record && isPane(record.id)) reveal(wordsOf(record.id));
  });

  const pinAt = (target) => {
    const ids = recordsAt(target);
    pin(ids);
    if (!ids.length) return;
    reveal(target.closest(".record") ? wordsOf(ids[0]) : document.getElementById(ids[0]));
  };

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("summary, details, .legend, .contents, .about, .after")) return;
    if (target.closest("a:not(.note, .number), button, input, select, label")) return;
    if (String(getSelection())) return;
    if (target.closest(".note, .number")) event.preventDefault();
    pinAt(target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pin([]);
    } else if (event.key === "Enter" && event.target.matches(".record")) {
      pinAt(event.target);
    }
  });

  const choice = document.getElementById("only-type");
  if (choice) {
    const only = () => {
      const type = choice.value;
      for (const card of document.querySelectorAll(".card.event")) {
        const other = Boolean(type) && card.dataset.type !== type;
        card.classList.toggle("other-type", other);
        document.getElementById(`${card.id}-n`)?.classList.toggle("other-type", other);
      }
      for (const act of document.querySelectorAll(".text .act")) {
        act.classList.toggle("other-type", Boolean(type) && !act.classList.contains(`type-${type}`));
      }
    };
    choice.parentElement.hidden = false;
    choice.addEventListener("change", only);
  }

  const named = decodeURIComponent(location.hash.slice(1));
  if (named && document.getElementById(named)?.matches(".record")) {
    pin([named]);
    reveal(wordsOf(named));
  }

  document.documentElement.classList.add("live");
})();
