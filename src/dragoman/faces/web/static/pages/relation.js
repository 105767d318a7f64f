// The balance of a relation as a chart: tone with its band above, what was done below, turning points through both.
// A click, or Enter at the period under the arrow keys, opens what it is made of. The table has the same without this.
"use strict";

(() => {
  const source = document.getElementById("course");
  const place = document.getElementById("chart");
  if (!source || !place) return;
  const course = JSON.parse(source.textContent);
  const size = course.starts.length;
  if (!size) return;

  const TONE = 0, LOW = 1, HIGH = 2, STORIES = 3, OUTLETS = 4, QUADS = 5;
  const BARS = [["cooperation", "deeds", 1, QUADS + 1], ["cooperation", "words", 1, QUADS],
    ["conflict", "deeds", -1, QUADS + 3], ["conflict", "words", -1, QUADS + 2]];
  const UP = 190, DOWN = 150, GAP = 36, FOOT = 24, HEAD = 32, LANE = 22, SIDE = 38, EDGE = 10, TITLE = 20;
  const backwards = document.documentElement.dir === "rtl";
  const day = (text) => new Date(`${text}T00:00:00Z`);
  const after = (text) => new Date(day(text).getTime() + 864e5);
  const starts = course.starts.map(day);
  const ends = [...starts.slice(1), after(course.end)];
  const told = d3.range(size).filter((at) => course.names[at]);
  const reading = document.getElementById("reading");
  const hint = reading.textContent;
  let direction = course.direction;
  let at = told.length - 1; // in told
  let opened = null;
  let shown = null;

  // --- figures as the reader's language writes them

  const digits = (text) => text.replace(/[0-9]/g, (digit) => course.digits[digit]);
  const figure = (value, places = 1) => {
    const text = Math.abs(value).toFixed(places);
    const sign = Number(text) === 0 ? "" : value < 0 ? "−" : "+";
    return `\u2066${sign}${digits(text.replace(".", course.decimal))}\u2069`;
  };
  const whole = (value) => digits(String(value));
  const amount = (value) => digits(d3.format("~g")(Math.abs(value)).replace(".", course.decimal));
  const latin = document.documentElement.lang === "en"; // whose months are known by three letters
  const month = (date) => course.months[date.getUTCMonth()].split("/").pop().slice(0, latin ? 3 : undefined);
  const measures = () => course.measures[direction];

  function said(period) {
    const one = measures()[period];
    if (!one.length) return `${course.names[period]} · –`;
    const { tone, band, stories, outlets } = course.say;
    const parts = [course.names[period], `${tone} ${figure(one[TONE])}`];
    if (one[LOW] !== null) parts.push(`${band} ${figure(one[LOW])} … ${figure(one[HIGH])}`);
    parts.push(`${stories} ${whole(one[STORIES])}`, `${outlets} ${whole(one[OUTLETS])}`);
    return parts.join(" · ");
  }

  // --- drawing

  function draw() {
    const width = place.clientWidth;
    const lanes = flags(width);
    const head = course.turns.length ? HEAD + LANE * d3.max(lanes) : TITLE;
    const height = head + UP + GAP + DOWN + FOOT;
    const inner = backwards ? [width - SIDE, EDGE] : [SIDE, width - EDGE];
    const x = d3.scaleUtc([starts[0], ends[size - 1]], inner);
    const tones = d3.scaleLinear(reach(), [head + UP, head]);
    const most = d3.max(measures(), (one) => one.length ? Math.max(pile(one, 1), pile(one, -1)) : 0) || 1;
    const low = d3.max(measures(), (one) => one.length ? pile(one, -1) : 0);
    const high = d3.max(measures(), (one) => one.length ? pile(one, 1) : 0);
    const amounts = d3.scaleLinear([-Math.max(low, most * 0.12), Math.max(high, most * 0.12)], [height - FOOT, head + UP + GAP]);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("height", height).attr("aria-hidden", "true");

    axes(svg, x, tones, amounts, { width, height, head, inner });
    turnings(svg, x, tones, { head, height, lanes });
    names(svg, { head, inner }); // above the turnings' shade
    const span = (period, inset = 0) => {
      const [one, other] = [x(starts[period]), x(ends[period])].sort(d3.ascending);
      const cut = Math.min(inset, (other - one) * 0.12);
      return [one + cut, Math.max(other - one - 2 * cut, 0.6)];
    };
    bands(svg, span, tones);
    bars(svg, span, amounts);
    line(svg, span, tones);
    const cursor = svg.append("rect").attr("class", "cursor").attr("y", head).attr("height", height - FOOT - head).attr("width", 0);
    const frame = svg.append("rect").attr("class", "opened-at").attr("y", head).attr("height", height - FOOT - head).attr("width", 0);
    place.replaceChildren(svg.node());
    shown = { x, span, cursor, frame };
    mark(frame, opened);
  }

  function reach() {
    const values = Object.values(course.measures).flat().flatMap((one) => one.length ? one.slice(TONE, HIGH + 1) : []);
    const [low, high] = d3.extent(values.filter((value) => value !== null));
    return [Math.max(Math.min(low * 1.12, -1.5), -10.5), Math.min(Math.max(high * 1.12, 1.5), 10.5)];
  }

  const pile = (one, sign) => sign > 0 ? one[QUADS] + one[QUADS + 1] : one[QUADS + 2] + one[QUADS + 3];

  function axes(svg, x, tones, amounts, { width, height, head, inner }) {
    const [left, right] = d3.extent(inner);
    const at = backwards ? right + 6 : left - 6;
    for (const [scale, format, ticks] of [[tones, (v) => figure(v, 0), 5], [amounts, amount, 4]]) {
      const group = svg.append("g");
      for (const value of scale.ticks(ticks)) {
        group.append("line").attr("class", value ? "grid" : "zero").attr("x1", left).attr("x2", right).attr("y1", scale(value)).attr("y2", scale(value));
        group.append("text").attr("class", "figure").attr("x", at).attr("y", scale(value)).attr("dy", "0.32em").text(format(value));
      }
    }
    times(svg, x, height - FOOT, width);
  }

  function names(svg, { head, inner }) {
    for (const [y, text] of [[head - 7, course.say.tone], [head + UP + GAP - 7, course.say.axis_amount]]) {
      svg.append("text").attr("x", inner[0]).attr("y", y).attr("text-anchor", "start").text(text);
    }
  }

  function times(svg, x, y, width) {
    // As many periods as ticks: each is named under its middle. Else a tick is where its time begins.
    const named = size <= width / 60 && size < 32;
    const ticks = named ? starts : x.ticks(Math.max(3, Math.round(width / 110)));
    const step = ticks.length > 1 ? (ticks[1] - ticks[0]) / 864e5 : 400;
    let year = null, taken = backwards ? Infinity : -Infinity; // where the last label ends
    for (const date of ticks) {
      const own = date.getUTCFullYear();
      const parts = [];
      if (step < 27) parts.push(whole(date.getUTCDate()));
      if (step < 360) parts.push(month(date));
      if (own !== year || step >= 360) parts.push(whole(own));
      svg.append("line").attr("class", "grid").attr("x1", x(date)).attr("x2", x(date)).attr("y1", y).attr("y2", y + 4);
      const text = parts.join(" "), half = text.length * (latin ? 3.6 : 3) + 4; // Arabic letters are narrower
      const here = named ? (x(date) + x(ends[starts.indexOf(date)])) / 2 : x(date);
      if (here - half < 0 || here + half > width || (backwards ? here + half > taken : here - half < taken)) continue;
      taken = backwards ? here - half : here + half;
      year = own;
      svg.append("text").attr("x", here).attr("y", y + 17).attr("text-anchor", "middle").text(text);
    }
  }

  function flags(width) {
    // Flags that would touch stand in lanes, one above the other.
    const x = d3.scaleUtc([starts[0], ends[size - 1]], [0, width - SIDE - EDGE]);
    const last = [];
    return course.turns.map((turn) => {
      const here = x(day(turn.first_after));
      let lane = last.findIndex((before) => here - before > LANE);
      if (lane < 0) lane = last.length;
      last[lane] = here;
      return lane;
    });
  }

  function turnings(svg, x, tones, { head, height, lanes }) {
    course.turns.forEach((turn, number) => {
      const [one, other] = [x(after(turn.last_before)), x(day(turn.first_after))].sort(d3.ascending);
      svg.append("rect").attr("class", "turning").attr("x", one).attr("width", Math.max(other - one, 2)).attr("y", head).attr("height", height - FOOT - head);
      if (turn.what === "tone" && direction === "together") {
        for (const [value, first, last] of [[turn.earlier, turn.since, turn.last_before], [turn.later, turn.first_after, turn.until]]) {
          svg.append("line").attr("class", "level").attr("x1", x(day(first))).attr("x2", x(after(last))).attr("y1", tones(value)).attr("y2", tones(value));
        }
      }
      const here = (one + other) / 2, up = head - 14 - LANE * lanes[number];
      svg.append("line").attr("class", "turn-line").attr("x1", here).attr("x2", here).attr("y1", up).attr("y2", height - FOOT);
      const flag = svg.append("g").attr("class", "flag").attr("transform", `translate(${here},${up})`).on("click", (event) => {
        event.stopPropagation();
        location.hash = `turn-${turn.number}`;
      });
      flag.append("circle").attr("r", 9);
      flag.append("text").attr("dy", "0.35em").text(whole(turn.number));
    });
  }

  function bands(svg, span, tones) {
    for (const period of told) {
      const one = measures()[period];
      if (!one.length || one[LOW] === null) continue;
      const [left, wide] = span(period);
      svg.append("rect").attr("class", "band").attr("x", left).attr("width", wide)
        .attr("y", tones(one[HIGH])).attr("height", Math.max(tones(one[LOW]) - tones(one[HIGH]), 1));
    }
  }

  function bars(svg, span, amounts) {
    for (const period of told) {
      const one = measures()[period];
      if (!one.length) continue;
      const [left, wide] = span(period, 2);
      const floor = { 1: 0, "-1": 0 };
      for (const [kind, way, sign, index] of BARS) {
        if (!one[index]) continue;
        const [from, to] = [floor[sign], floor[sign] + sign * one[index]];
        floor[sign] = to;
        svg.append("rect").attr("class", `${way} ${kind}`).attr("x", left).attr("width", wide)
          .attr("y", amounts(Math.max(from, to))).attr("height", Math.max(Math.abs(amounts(from) - amounts(to)), 0.5));
      }
    }
  }

  function line(svg, span, tones) {
    // No line is drawn over a period of which nothing is told.
    const middle = (period) => span(period)[0] + span(period)[1] / 2;
    const path = d3.line().defined((period) => measures()[period].length).x(middle).y((period) => tones(measures()[period][TONE]));
    svg.append("path").attr("class", "course-line").attr("d", path(d3.range(size)));
    const radius = Math.max(1.2, Math.min(3.4, 260 / size));
    for (const period of told) {
      const one = measures()[period];
      if (one.length) svg.append("circle").attr("class", "point").attr("r", radius).attr("cx", middle(period)).attr("cy", tones(one[TONE]));
    }
  }

  // --- going from period to period, and opening one

  function mark(rect, period) {
    if (period === null) return rect.attr("width", 0);
    const [left, wide] = shown.span(period);
    return rect.attr("x", left - Math.max(0, 4 - wide) / 2).attr("width", Math.max(wide, 4));
  }

  function go(to) {
    at = Math.max(0, Math.min(told.length - 1, to));
    mark(shown.cursor, told[at]);
    reading.textContent = said(told[at]);
    place.setAttribute("aria-valuenow", at);
    place.setAttribute("aria-valuetext", reading.textContent);
  }

  function nearest(event) {
    const [here] = d3.pointer(event, place.firstChild);
    const when = shown.x.invert(here);
    return d3.least(d3.range(told.length), (one) => {
      const [start, end] = [starts[told[one]], ends[told[one]]];
      return when < start ? start - when : when >= end ? when - end + 1 : 0;
    });
  }

  async function open(keyboard) {
    opened = told[at];
    mark(shown.frame, opened);
    const last = new Date(ends[opened].getTime() - 864e5).toISOString().slice(0, 10);
    const query = new URLSearchParams(location.search);
    query.delete("day");
    if (direction === "together") query.delete("direction");
    else query.set("direction", direction);
    await htmx.ajax("GET", `${course.path}/${course.starts[opened]}/${last}?${query}`, { target: "#opened", swap: "innerHTML" });
    if (keyboard) document.querySelector("#opened h3")?.focus();
    document.getElementById("opened").scrollIntoView({ block: "nearest" });
  }

  function choose(chosen) {
    direction = chosen;
    const address = new URL(location.href);
    if (direction === "together") address.searchParams.delete("direction");
    else address.searchParams.set("direction", direction);
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll(".directions a")) {
      if (link.dataset.direction === direction) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    draw();
    go(at);
  }

  place.hidden = reading.hidden = document.getElementById("key").hidden = false;
  for (const [name, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": course.say.chart, "aria-valuemin": 0, "aria-valuemax": told.length - 1 })) {
    place.setAttribute(name, value);
  }
  draw();
  go(at);
  mark(shown.cursor, null);
  reading.textContent = hint;
  let wide = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === wide) return;
    wide = place.clientWidth;
    draw();
  }).observe(place);
  place.addEventListener("pointermove", (event) => go(nearest(event)));
  place.addEventListener("focus", () => go(at));
  place.addEventListener("pointerleave", () => { mark(shown.cursor, null); reading.textContent = hint; });
  place.addEventListener("click", (event) => { go(nearest(event)); open(false); });
  place.addEventListener("keydown", (event) => {
    const forward = backwards ? "ArrowLeft" : "ArrowRight", back = backwards ? "ArrowRight" : "ArrowLeft";
    const to = { [forward]: at + 1, [back]: at - 1, ArrowUp: at + 1, ArrowDown: at - 1, PageUp: at + 12, PageDown: at - 12, Home: 0, End: told.length - 1 }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === "Enter" || event.key === " ") open(true);
    else return;
    event.preventDefault();
  });
  for (const link of document.querySelectorAll(".directions a")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.dataset.direction);
    });
  }
})();
