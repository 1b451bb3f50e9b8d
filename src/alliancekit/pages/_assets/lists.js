// Lists of records: rows with a date, a summary and a bar for the time; pages of rows.

const PAGE = 50;
const MOST_ITEMS = 6;

/** The fields that summarize a record of each type in a list. */
const SUMMARY = {
  actor: ["kind"], state: [], source: ["publisher"], statement: ["content"],
  proposal: ["proposers", "members"], treaty: ["parties"], candidate: ["content", "names", "members", "missing"],
};

const LABELLED = ["proposers", "members", "missing"];

function summary(number) {
  return SUMMARY[kindOf(number)].map((name) => {
    const items = fieldOf(number, name);
    if (!items.length) return null;
    const shown = items.slice(0, MOST_ITEMS).flatMap((item, position) => [position ? ", " : "", ...nodes(briefly(item))]);
    const more = items.length > MOST_ITEMS ? ` and ${items.length - MOST_ITEMS} more` : "";
    return el("p", { dir: "auto" }, LABELLED.includes(name) && el("span", { class: "label" }, `${labelOfField(name)}: `), shown, more);
  });
}

/** The first name in an item that is about a record, such as a party; else its whole text. */
function briefly(item) {
  const text = textOf(item);
  return typeof item === "object" && typeof text !== "string" && Array.isArray(text[0]) ? [text[0]] : text;
}

/** A row of a list; `bounds` are the first and last year of the bars, if there are any. */
function row(number, bounds, extra) {
  const differs = (detail(number).differ || []).length;
  return el("li", { class: "row" },
    el("div", { class: "when" }, dateOf(number), bounds && bar([spanOf(number)], bounds)),
    el("div", { class: "what" },
      el("p", { class: "name", dir: "auto" }, el("a", { href: `#${idOf(number)}` }, labelOf(number)),
        kindOf(number) === "candidate" && el("span", { class: "tag" }, "incomplete"),
        differs > 0 && el("span", { class: "tag differ" }, plural(differs, "disagreement"))),
      summary(number), extra));
}

/** The class of a list; one without any date has no column for it. */
const dated = (name, records) => (records.some(dateOf) ? name : `${name} dateless`);

/** The rows of one page of a list, with links to the pages before and after it. */
function pageOf(all, page, address, makeRow) {
  const last = Math.max(1, Math.ceil(all.length / PAGE));
  const current = Math.min(Math.max(1, page || 1), last);
  const shown = all.slice((current - 1) * PAGE, current * PAGE);
  const list = el("ol", { class: dated("rows", shown), start: (current - 1) * PAGE + 1 }, shown.map(makeRow));
  if (last === 1) return [list];
  const step = (to, text) => to >= 1 && to <= last
    ? el("a", { href: address(to) }, text) : el("span", { class: "off" }, text);
  const pager = () => el("nav", { class: "pager", "aria-label": "Pages" },
    step(1, "First"), step(current - 1, "Previous"),
    el("span", {}, `Page ${current.toLocaleString("en")} of ${last.toLocaleString("en")}`),
    step(current + 1, "Next"), step(last, "Last"));
  return [list, pager()];
}

/** A list that shows its first items, and the others after a click. */
function folded(items, make, most = 12) {
  const list = el("ul", { class: "items" }, items.slice(0, most).map(make));
  if (items.length <= most) return [list];
  const button = el("button", {
    type: "button", class: "more",
    click: () => {
      append(list, items.slice(most).map(make));
      button.remove();
      list.children[most].setAttribute("tabindex", "-1");
      list.children[most].focus();
    },
  }, `Show all ${items.length.toLocaleString("en")}`);
  return [list, button];
}
