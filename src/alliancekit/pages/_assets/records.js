// One record: its facts, each with its evidence; what each source reports; where it is mentioned.

const HIDDEN_IN_MATRIX = ["note", "codings", "identifiers", "missing", "of", "statements"];

function recordView(number) {
  const own = detail(number), kind = kindOf(number);
  const [table, shown] = matrix(own);
  return [
    el("p", { class: "crumb" }, el("a", { href: `#${index.kinds[kind]}` }, index.kinds[kind]), " / ", el("code", {}, idOf(number))),
    el("h1", { tabindex: "-1", dir: "auto" }, titleOf(number)),
    kind === "candidate" && el("p", { class: "notice" }, "A candidate is incomplete: its sources do not report everything that a record of its type needs."),
    facts(number, own),
    table,
    differences(own.differ || [], shown),
    evidenceSection(own),
    mentions(number, own.mentions || []),
  ];
}

/** The fields that coders write about a record itself: no source reports them. */
const OF_CODERS = ["codings", "missing", "of"];

function facts(number, own) {
  const reports = own.evidence || [];
  const spans = (own.facts || []).flatMap(([, items]) => items.flatMap((item) => item.times || []));
  const bounds = spans.length > 0 ? boundsOf([...spans, spanOf(number)]) : null;
  const rows = (own.facts || []).map(([name, items]) => {
    const many = items.length > 1, label = labelOfField(name);
    const all = reports.map((each, position) => position);
    const supports = OF_CODERS.includes(name) ? [] : items.map((item) => item.reports || all);
    const shared = many && supports.every((each) => String(each) === String(supports[0]));
    const evidence = (positions, about) => evidenceOf((positions || []).map((position) => reports[position]), about);
    const make = (item, position) => fact(name, item, bounds, many ? "li" : "div",
      shared ? [null, null] : evidence(supports[position], `${label}, ${plain(textOf(item)).slice(0, 60)}`));
    const [button, panel] = shared ? evidence(supports[0], label) : [null, null];
    return [el("dt", {}, label, items.length > 5 && el("span", { class: "count" }, ` ${items.length.toLocaleString("en")}`)),
      el("dd", { class: button ? "shared" : null }, many ? folded(items, make) : make(items[0], 0), button, panel)];
  });
  const years = bounds && el("p", { class: "axis-note" }, `Bars: from ${bounds[0]} to ${bounds[1]}`);
  return el("section", { "aria-label": "Facts" }, el("dl", { class: "facts" }, rows), years);
}

/** A button that shows reports below it, and the part in which they are shown; nothing without reports. */
function evidenceOf(reports, about) {
  if (!reports.length) return [null, null];
  const [button, panel] = disclosure(plural(reports.length, "report"), "evidence-button", () => bySource(reports));
  button.setAttribute("aria-label", `${plural(reports.length, "report")}: evidence of ${about}`);
  return [button, panel];
}

/** One fact: its text, its time as a bar, and its evidence. */
function fact(name, item, bounds, tag, [button, panel]) {
  const text = textOf(item);
  return el(tag, { class: "fact" },
    el("div", { class: "line" }, el("span", { class: "text", dir: "auto" }, name === "url" ? outside(text, text) : nodes(text)),
      bounds && item.times && bar(item.times, bounds), button),
    item.below && el("ul", { class: "below" }, item.below.map((line) => el("li", { dir: "auto" }, nodes(line)))),
    panel);
}

/** Reports below the name of their source; of a source with many, the first ones. */
function bySource(reports) {
  const groups = new Map();
  for (const each of reports) groups.set(each.source, [...(groups.get(each.source) || []), each]);
  return [...groups].map(([source, own]) => el("div", { class: "of-source" },
    el("p", { class: "source" }, recordLink(source), el("span", { class: "muted" }, dateOf(source) && `, ${dateOf(source)}`, own.length > 1 && ` · ${plural(own.length, "report")}`)),
    folded(own, report, 3)));
}

/** The report of a source: wording, coders, fields, printed values, and the passages or their positions. */
function report(each) {
  return el("li", { class: "report" },
    el("p", {}, el("span", { class: "tag" }, each.wording),
      each.of !== undefined && [el("span", { class: "muted" }, " of "), recordLink(each.of)]),
    each.fields && el("p", { class: "muted" }, `for ${each.fields.join(", ")}`),
    each.printed && el("ul", { class: "printed" }, each.printed.map(([label, text]) => el("li", {},
      el("span", { class: "label" }, `${label}: `), text === null ? el("span", { class: "muted" }, index.nothing) : el("q", { dir: "auto" }, text)))),
    each.passages ? each.passages.map(passage)
      : each.anchors && el("p", { class: "muted" }, `at ${each.anchors.join(", ")} (code points)`),
    each.codings && el("p", { class: "muted" }, each.codings.join("; ")));
}

function passage([position, before, words, after]) {
  if (words === undefined) return el("p", { class: "notice" }, position ? `${position}: ${before}` : before);
  return el("figure", { class: "passage" },
    el("blockquote", { dir: "auto" }, `${before}`, el("mark", {}, words), `${after}`),
    el("figcaption", { class: "muted" }, `at ${position}`));
}

/** The disagreements that the table of sources does not show: of wording, and between coders. */
function differences(differ, shown) {
  const others = differ.filter(([label, readings]) => !shown.has(label) || readings.some(([, , coders]) => coders.length));
  return others.length > 0 && el("section", {}, el("h2", {}, "Where its sources differ"), others.map(difference));
}

/** One field in which sources or coders differ, with a row for each source. */
function difference([label, readings]) {
  const sources = new Map();
  for (const [source, text, coders] of readings) {
    const key = `${source} ${coders.join(" and ")}`;
    if (!sources.has(key)) sources.set(key, [source, coders, []]);
    sources.get(key)[2].push(text);
  }
  return el("div", { class: "difference" }, el("h3", {}, label), el("dl", {}, [...sources.values()].map(([source, coders, texts]) => [
    el("dt", {}, recordLink(source), coders.length > 0 && ` (${coders.join(" and ")})`),
    el("dd", {}, texts.map(printedText)),
  ])));
}

const printedText = (text) => (text === null ? el("p", { class: "muted" }, index.nothing) : el("p", { dir: "auto" }, text));

/** What each source reports, side by side: a row for each field, a column for each source; and the fields. */
function matrix(own) {
  const reports = (own.evidence || []).map((each, position) => ({ ...each, position }));
  const sources = [...new Set(reports.map((each) => each.source))];
  if (sources.length < 2) return [null, new Set()];
  const differing = new Set((own.differ || []).map(([label]) => label));
  const rows = new Map();
  for (const [name, items] of own.facts || []) if (!HIDDEN_IN_MATRIX.includes(name)) rows.set(labelOfField(name), items);
  for (const each of reports.filter((each) => each.of === undefined)) for (const [label] of each.printed || []) if (!rows.has(label)) rows.set(label, []);
  const isReported = (label, items) => reports.some((each) => supports(items, each)
    || (each.of === undefined && (each.printed || []).some((reading) => reading[0] === label)));
  const supports = (items, each) => items.some((item) => !item.reports || item.reports.includes(each.position));
  const cell = (label, items, source) => {
    const of = reports.filter((each) => each.source === source);
    const printed = of.filter((each) => each.of === undefined).flatMap((each) => (each.printed || []).filter((reading) => reading[0] === label).map((reading) => reading[1]));
    if (printed.length) return [...new Set(printed)].map(printedText);
    return of.some((each) => supports(items, each)) ? el("span", { class: "yes" }, "reports it") : el("span", { class: "muted" }, "–");
  };
  const value = (items) => {
    const [list, more] = folded(items, (item) => el("li", { dir: "auto" }, nodes(textOf(item))), MOST_ITEMS);
    return [list, more];
  };
  const table = el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Field"), el("th", { scope: "col" }, "As coded"),
      sources.map((source) => el("th", { scope: "col" }, recordLink(source))))),
    el("tbody", {}, [...rows].filter(([label, items]) => isReported(label, items)).map(([label, items]) => el("tr", { class: differing.has(label) ? "differs" : null },
      el("th", { scope: "row" }, label, differing.has(label) && el("span", { class: "tag differ" }, "differs")),
      el("td", {}, value(items)), sources.map((source) => el("td", {}, cell(label, items, source)))))));
  return [el("section", {}, el("h2", {}, "Source by source"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Source by source" }, table)), new Set(rows.keys())];
}

function evidenceSection(own) {
  const reports = own.evidence || [];
  if (!reports.length) return null;
  const sources = new Set(reports.map((each) => each.source));
  return el("section", { class: "evidence" }, el("h2", {}, "Evidence"),
    el("p", { class: "muted" }, `${plural(reports.length, "report")} of ${plural(sources.size, "source")}`), bySource(reports));
}

/** The records that refer to this one, by the field in which they do; each only once, the reactions first. */
function mentions(number, groups) {
  const done = new Set();
  const parts = [...groups].sort(([a], [b]) => (b === "stances") - (a === "stances")).map(([label, records]) => {
    const fresh = records.filter((each) => !done.has(each));
    fresh.forEach((each) => done.add(each));
    return fresh.length > 0 && [el("h3", {}, label === "stances" ? "reactions" : label, el("span", { class: "count" }, `: ${plural(fresh.length, "record")}`)),
      mentionRows(fresh, (each) => label === "stances" && stanceOf(each, number))];
  });
  return parts.length > 0 && el("section", {}, el("h2", {}, "Where it is mentioned"), parts);
}

/** What a statement says of a record: support, opposition or both. */
function stanceOf(statement, number) {
  const stances = fieldOf(statement, "stances").map(textOf).filter((text) => Array.isArray(text) && text[0][0] === number);
  return stances.map((text) => el("p", {}, el("span", { class: "label" }, "stance: "), nodes(text)));
}

function mentionRows(records, extra) {
  const list = el("ol", { class: dated("rows", records) });
  let shown = 0;
  const more = el("button", { type: "button", class: "more", click: () => show(PAGE) });
  const show = (count) => {
    append(list, records.slice(shown, shown + count).map((each) => row(each, null, extra(each))));
    shown = Math.min(shown + count, records.length);
    more.textContent = `Show more (${(records.length - shown).toLocaleString("en")} left)`;
    more.hidden = shown === records.length;
  };
  show(MOST_ITEMS);
  return [list, more];
}
