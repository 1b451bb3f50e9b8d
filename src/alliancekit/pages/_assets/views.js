// The views of the page, chosen by the fragment of its address: a record, a list, or another part.

const kindOfPlural = new Map(Object.entries(index.kinds).map(([kind, name]) => [name, kind]));

/** The address of a part of the page with options; an option without a value is left out. */
function address(view, options) {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(options || {})) if (value !== null && value !== undefined && value !== "") params.set(key, value);
  const query = params.toString();
  return `#${view}${query ? `?${query}` : ""}`;
}

function announce(text) {
  byId("status").textContent = text;
}

function listView(kind, params) {
  const all = byKind.get(kind), name = index.kinds[kind];
  const timed = all.some((number) => spanOf(number).length > 0);
  const options = { q: params.get("q"), from: params.get("from"), to: params.get("to") };
  const results = el("div", {});
  const year = (text) => (/^-?\d{1,4}$/.test(text || "") ? Number(text) : null);

  function draw(page) {
    const from = year(options.from), to = year(options.to);
    const within = from === null && to === null ? all : all.filter((number) => {
      const [start, end] = spanOf(number);
      if (start === undefined) return false;
      return (to === null || start === null || start < to + 1) && (from === null || end === null || end > from);
    });
    const found = find(options.q || "", within);
    const bounds = timed && boundsOf(found.map(spanOf));
    const chart = timed && histogram(found, (first, last) => { location.hash = address(name, { ...options, from: first, to: last }); });
    results.replaceChildren();
    append(results, [
      el("p", { class: "lead", role: "status" }, found.length === all.length ? plural(all.length, "record") : `${found.length.toLocaleString("en")} of ${plural(all.length, "record")}`),
      chart, pageOf(found, page, (p) => address(name, { ...options, p }), (number) => row(number, bounds)),
    ]);
  }
  let waiting = 0;
  const changed = (event) => {
    options[event.target.name] = event.target.value;
    clearTimeout(waiting);
    waiting = setTimeout(() => { history.replaceState(null, "", address(name, options)); draw(1); }, 150);
  };
  const input = (key, label, attributes) => el("label", {}, el("span", {}, label), el("input", { name: key, value: options[key] || "", input: changed, ...attributes }));
  draw(Number(params.get("p")));
  return [
    el("h1", { tabindex: "-1", class: "capital" }, name),
    el("form", { class: "controls", role: "search", "aria-label": `Filter ${name}`, submit: (event) => event.preventDefault() },
      input("q", "With the words", { type: "search" }),
      timed && [input("from", "From year", { inputmode: "numeric", size: 6 }), input("to", "To year", { inputmode: "numeric", size: 6 })],
      (options.q || options.from || options.to) && el("a", { href: address(name) }, "Clear")),
    results,
  ];
}

function disagreementsView(params) {
  announce(`${plural(index.differ.length, "record")} with disagreements`);
  return [
    el("h1", { tabindex: "-1" }, "Disagreements"),
    el("p", { class: "lead" }, `${plural(index.differ.length, "record")} in which sources, or coders of one source, differ. Nothing is decided: the readings stand side by side.`),
    pageOf(index.differ, Number(params.get("p")), (p) => address("disagreements", { p }), (number) => {
      const differ = detail(number).differ;
      return el("li", { class: "card" }, el("h2", {}, recordLink(number)), el("p", { class: "muted small" }, idOf(number)), differ.slice(0, 4).map(difference),
        differ.length > 4 && el("p", {}, el("a", { href: `#${idOf(number)}` }, `${plural(differ.length - 4, "more field")}`)));
    }),
  ];
}

function drawOverview() {
  const speeches = [...byKind.get("statement"), ...byKind.get("candidate")];
  const charts = byId("charts");
  const part = (kind, records, title) => {
    const chart = histogram(records, null);
    return chart && el("section", {}, el("h2", {}, title), el("a", { href: `#${index.kinds[kind]}`, class: "plain", "aria-label": title }, chart));
  };
  const card = (number) => el("li", { class: "card" }, el("h3", { dir: "auto" }, el("a", { href: `#${idOf(number)}` }, labelOf(number))),
    dateOf(number) && el("p", { class: "muted small" }, dateOf(number)), summary(number));
  const proposals = byKind.get("proposal").slice(0, 4);
  append(charts, [
    proposals.length > 0 && el("section", {}, el("h2", {}, "Proposals"), el("ul", { class: "cards" }, proposals.map(card))),
    speeches.length ? part(byKind.get("statement").length ? "statement" : "candidate", speeches, "Statements over time") : null,
    byKind.get("treaty").length > 1 && part("treaty", byKind.get("treaty"), "Treaties in force over time"),
    index.differ.length > 0 && el("section", {}, el("h2", {}, "Where sources differ"),
      el("p", {}, el("a", { href: "#disagreements" }, `${plural(index.differ.length, "record")}`), " with readings that differ, side by side.")),
  ]);
}

const VIEWS = { disagreements: disagreementsView, network: networkView, search: searchView };

/** The part of the page that its address names, such as the id of a record, and the options after it. */
function place() {
  const [name, query] = location.hash.slice(1).split("?");
  let part = name || "overview";
  try { part = decodeURIComponent(part); } catch { /* it is not encoded */ }
  return [part, new URLSearchParams(query || "")];
}

/** Return the title and the content of the view at an address; null for the overview. */
function viewAt(name, params) {
  if (numbers.has(name)) return [titleOf(numbers.get(name)), recordView(numbers.get(name))];
  if (kindOfPlural.has(name) && byKind.get(kindOfPlural.get(name)).length) return [name, listView(kindOfPlural.get(name), params)];
  if (Object.hasOwn(VIEWS, name)) return [name, VIEWS[name](params)];
  if (name.includes(":")) return ["Unknown record", [el("h1", { tabindex: "-1" }, "Unknown record"), el("p", {}, `This page has no record with the id ${name}.`)]];
  return null;
}

function show(first) {
  const [part, params] = place();
  if (part === "main") { byId("main").focus(); return; }
  const found = viewAt(part, params), view = byId("view");
  byId("overview").hidden = found !== null;
  view.hidden = found === null;
  view.replaceChildren();
  if (found) append(view, [found[1]]);
  document.title = found ? `${found[0]} – ${index.title}` : index.title;
  const current = numbers.has(part) ? index.kinds[part.slice(0, part.indexOf(":"))] : part;
  for (const link of byId("menu").querySelectorAll("a")) {
    if (link.getAttribute("href") === `#${current}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const box = byId("query");
  if (document.activeElement !== box) box.value = part === "search" ? params.get("q") || "" : "";
  if (first) return;
  window.scrollTo(0, 0);
  if (document.activeElement !== box) {
    const heading = (found ? view : byId("overview")).querySelector("h1");
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
}

function start() {
  const items = [["overview", "Overview"], ...Object.entries(index.kinds).filter(([kind]) => byKind.get(kind).length).map(([, name]) => [name, name])];
  if (index.ties.length) items.push(["network", "network"]);
  if (index.differ.length) items.push(["disagreements", "disagreements"]);
  append(byId("menu"), [items.map(([view, name]) => el("li", {}, el("a", { href: `#${view}` }, name)))]);
  let waiting = 0;
  const go = (replace) => {
    const target = address("search", { q: byId("query").value.trim() });
    if (replace && location.hash.startsWith("#search")) { history.replaceState(null, "", target); show(); } else location.hash = target;
  };
  append(byId("search-box"), [el("form", { role: "search", "aria-label": "All records", submit: (event) => { event.preventDefault(); clearTimeout(waiting); go(true); } },
    el("input", {
      type: "search", id: "query", "aria-label": "Search all records", placeholder: "Search all records", autocomplete: "off",
      input: () => { clearTimeout(waiting); waiting = setTimeout(() => byId("query").value.trim() && go(true), 120); },
    }))]);
  drawOverview();
  window.addEventListener("hashchange", () => show());
  show(true);
  setTimeout(foldAhead, 300);
}

start();
