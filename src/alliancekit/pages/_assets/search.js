// Search in all text of the records. The texts are folded in small steps while the reader looks at the overview.

const STEP = 400;
const texts = [];

/** A text without differences of case and accents. */
const foldText = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();

function foldUntil(end) {
  while (texts.length < Math.min(end, index.rows.length)) texts.push(foldText(allText(texts.length)));
}

function foldAhead() {
  if (texts.length >= index.rows.length) return;
  foldUntil(texts.length + STEP);
  setTimeout(foldAhead, 4);
}

/** The numbers of the records whose text has all words; those that have them in their name come first. */
function find(query, among) {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  if (!words.length) return among || [];
  foldUntil(Infinity);
  const found = [], named = [];
  const test = (number) => {
    if (!words.every((word) => texts[number].includes(word))) return;
    const name = foldText(labelOf(number));
    (words.every((word) => name.includes(word)) && typeof index.rows[number][1] !== "number" ? named : found).push(number);
  };
  if (among) among.forEach(test); else for (let number = 0; number < texts.length; number++) test(number);
  if (!among) return [...named, ...found];
  const hits = new Set([...named, ...found]);
  return among.filter((number) => hits.has(number));
}

/** The words around the first place where a record has a word of the search. */
function snippet(number, query) {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const lines = allText(number).split(" \n").slice(3);
  const line = lines.find((each) => words.some((word) => foldText(each).includes(word)));
  if (!line) return null;
  const at = Math.max(0, line.search(patternOf(words)));
  const start = Math.max(0, at - 60);
  const shown = `${start ? "…" : ""}${line.slice(start, at + 160)}${line.length > at + 160 ? "…" : ""}`;
  return el("p", { class: "snippet", dir: "auto" }, marked(shown, words));
}

function marked(text, words) {
  return text.split(patternOf(words)).map((part, position) => (position % 2 ? el("mark", {}, part) : part));
}

const patternOf = (words) => new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|")})`, "iu");

function searchView(params) {
  const query = params.get("q") || "";
  const found = find(query);
  const kinds = Object.keys(index.kinds).map((kind) => [kind, found.filter((number) => kindOf(number) === kind)]).filter(([, own]) => own.length);
  const only = kinds.find(([kind]) => kind === params.get("kind"));
  const link = (changes) => address("search", { q: query, kind: params.get("kind"), ...changes });
  announce(`${plural(found.length, "record")} found`);
  return [
    el("h1", { tabindex: "-1" }, query ? `Search: ${query}` : "Search"),
    el("p", { class: "lead" }, query ? `${plural(found.length, "record")} with all of these words.` : "Write words into the search field above."),
    kinds.length > 1 && el("ul", { class: "chips" },
      el("li", {}, el("a", { href: link({ kind: null }), "aria-current": only ? null : "true" }, "all")),
      kinds.map(([kind, own]) => el("li", {}, el("a", { href: link({ kind }), "aria-current": only && only[0] === kind ? "true" : null }, `${index.kinds[kind]} ${own.length.toLocaleString("en")}`)))),
    pageOf(only ? only[1] : query ? found : [], Number(params.get("p")), (p) => link({ p }),
      (number) => row(number, null, [el("p", { class: "muted small" }, idOf(number)), snippet(number, query)])),
  ];
}
