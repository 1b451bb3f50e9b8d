// The data: an index of all records, and chunks with their details, each parsed when it is first needed.

const index = JSON.parse(byId("index").textContent);
const chunks = new Map();
const numbers = new Map(index.rows.map((row, number) => [row[0], number]));
const byKind = new Map(Object.keys(index.kinds).map((kind) => [kind, []]));
index.rows.forEach((row, number) => byKind.get(kindOf(number)).push(number));

function kindOf(number) {
  const id = index.rows[number][0];
  return id.slice(0, id.indexOf(":"));
}

function detail(number) {
  const key = Math.floor(number / index.chunk);
  if (!chunks.has(key)) chunks.set(key, JSON.parse(byId(`chunk-${key}`).textContent));
  return chunks.get(key)[number % index.chunk];
}

const idOf = (number) => index.rows[number][0];
const dateOf = (number) => index.rows[number][2] || "";
const spanOf = (number) => index.rows[number].slice(3, 5);

/** The name of a record; of a statement, its speaker; else its id. */
function labelOf(number) {
  const label = index.rows[number][1];
  return typeof label === "number" ? labelOf(label) : label || idOf(number);
}

/** The name of a record in a year; that of a state may differ from its present one. */
function nameIn(number, year) {
  const names = index.names[number];
  const then = names && names.findLast(([first]) => first <= year);
  return then ? then[1] : labelOf(number);
}

/** The name of a record in a sentence: a statement has its date too. */
function titleOf(number) {
  const isSpeech = typeof index.rows[number][1] === "number";
  return isSpeech && dateOf(number) ? `${labelOf(number)}, ${dateOf(number)}` : labelOf(number);
}

function recordLink(number, text) {
  const id = idOf(number);
  const name = text === undefined || text === id ? titleOf(number) : text;
  return el("a", { href: `#${id}`, title: id }, name);
}

/** A text of the data as nodes: plain texts, and links for the records that it names. */
function nodes(text) {
  if (typeof text === "string") return [text];
  return text.map((part) => (typeof part === "string" ? part : recordLink(part[0], part[1])));
}

const plain = (text) => (typeof text === "string" ? text : text.map((part) => (typeof part === "string" ? part : part[1])).join(""));
const textOf = (item) => (typeof item === "object" && !Array.isArray(item) ? item.text : item);
const labelOfField = (name) => index.labels[name] || name;

/** The items of a field of a record. */
function fieldOf(number, name) {
  const fact = (detail(number).facts || []).find((each) => each[0] === name);
  return fact ? fact[1] : [];
}

/** All text of a record, for the search. */
function allText(number) {
  const parts = [idOf(number), labelOf(number), dateOf(number)];
  const own = detail(number);
  for (const [, items] of own.facts || []) {
    for (const item of items) {
      parts.push(plain(textOf(item)));
      for (const line of (item.below || [])) parts.push(plain(line));
    }
  }
  for (const report of own.evidence || []) {
    for (const [, printed] of report.printed || []) parts.push(printed || "");
    for (const passage of report.passages || []) parts.push(passage[2] || "");
  }
  return parts.join(" \n");
}
