// Time: a bar for the possible days of a record, and a histogram of many records.

const MONTHS = 12;

const ENDLESS = 9999;
const isKnown = (year) => typeof year === "number" && Math.abs(year) < ENDLESS;

/** The first and the last year of the times of records, as whole years; open ends do not count. */
function boundsOf(spans) {
  let first = Infinity, last = -Infinity;
  for (const span of spans) {
    for (const year of span) {
      if (isKnown(year)) { first = Math.min(first, year); last = Math.max(last, year); }
    }
  }
  return first <= last ? [Math.floor(first), Math.max(Math.ceil(last), Math.floor(first) + 1)] : null;
}

/** A bar for each span between two years. A part after or before an end that is not known is pale. */
function bar(spans, [first, last]) {
  const scale = (year) => (100 * (Math.min(last, Math.max(first, year)) - first)) / (last - first);
  const shapes = spans.filter((span) => span.some((year) => typeof year === "number")).map(([from, to]) => {
    const start = typeof from === "number" ? scale(from) : 0;
    const end = typeof to === "number" ? scale(to) : 100;
    const width = Math.max(end - start, 1.5);
    const known = typeof from === "number" && typeof to === "number";
    return svg("rect", { x: Math.min(start, 100 - width), width, y: 1, height: 4, rx: 1, class: known ? null : "open" });
  });
  return shapes.length > 0 && svg("svg", { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { x: 0, width: 100, y: 2.5, height: 1, class: "track" }), shapes);
}

/** The number of years, or the part of a year, of one column of a histogram. */
function columnWidth(years) {
  if (years <= 6) return 1 / MONTHS;
  return [1, 2, 5, 10, 20, 50, 100, 500].find((width) => years / width <= 90) || 1000;
}

/**
 * A histogram of records over time. A date that is not known exactly counts in part in each column in which it may be.
 * A treaty lasts: it counts in each column of its lifetime, and pale if its end is not known.
 */
function histogram(records, select) {
  const lasting = records.length > 0 && kindOf(records[0]) === "treaty";
  const spans = records.map(spanOf).filter(([from, to]) => isKnown(from) && (lasting || isKnown(to)));
  const bounds = boundsOf(spans);
  if (!bounds) return null;
  const size = columnWidth(bounds[1] - bounds[0]);
  const first = Math.floor(bounds[0] / size) * size;
  const count = Math.max(1, Math.round((bounds[1] - first) / size + 0.49));
  const certain = new Array(count).fill(0), possible = new Array(count).fill(0);
  const columnOf = (year) => Math.min(count - 1, Math.max(0, Math.floor((year - first) / size + 1e-6)));
  for (const [from, to] of spans) {
    const start = columnOf(from), end = isKnown(to) ? columnOf(Math.max(from, to - 0.001)) : count - 1;
    if (lasting) {
      for (let column = start; column <= end; column++) (isKnown(to) || column === start ? certain : possible)[column] += 1;
      continue;
    }
    if (start === end) certain[start] += 1;
    else for (let column = start; column <= end; column++) possible[column] += 1 / (end - start + 1);
  }
  const most = Math.max(...certain.map((number, column) => number + possible[column]));
  const narrow = window.innerWidth < 700;
  const W = narrow ? 380 : 900, H = narrow ? 90 : 120, step = W / count;
  const name = (column) => {
    const year = first + column * size;
    if (size >= 1) return size === 1 ? String(year) : `${year} to ${year + size - 1}`;
    return `${Math.floor(year + 1e-6)}-${String(Math.round((year - Math.floor(year + 1e-6)) * MONTHS) % MONTHS + 1).padStart(2, "0")}`;
  };
  const columns = certain.map((number, column) => {
    const total = number + possible[column];
    if (!total) return null;
    const high = (H * number) / most, low = (H * possible[column]) / most, x = column * step + step * 0.08;
    const year = first + column * size;
    return svg("g", {
      class: "column",
      click: () => select && select(Math.floor(year + 1e-6), Math.floor(year + Math.max(size, 1) - 1 + 1e-6)),
    },
      svg("title", {}, `${name(column)}: ${number.toLocaleString("en")}${possible[column] ? `, and perhaps ${Math.ceil(possible[column]).toLocaleString("en")} more` : ""}`),
      svg("rect", { x: column * step, y: 0, width: step, height: H, class: "catch" }),
      svg("rect", { x, y: H - high, width: step * 0.84, height: high, class: "certain" }),
      svg("rect", { x, y: H - high - low, width: step * 0.84, height: low, class: "possible" }));
  });
  const labels = [];
  const every = Math.max(1, Math.ceil(count / (narrow ? 5 : 8)));
  for (let column = 0; column < count; column += every) {
    labels.push(svg("text", { x: column ? column * step + step / 2 : 0, y: H + 20, class: column ? null : "first" }, name(column).split(" ")[0]));
  }
  const [from, to] = [name(0).split(" ")[0], name(count - 1).split(" ").pop()];
  return svg("svg", {
    class: select ? "histogram active" : "histogram", viewBox: `0 -4 ${W} ${H + 30}`, role: "img",
    "aria-label": `Timeline of ${plural(spans.length, "record")} from ${from} to ${to}`,
  }, svg("line", { x1: 0, x2: W, y1: H, y2: H, class: "axis" }), columns, labels);
}
