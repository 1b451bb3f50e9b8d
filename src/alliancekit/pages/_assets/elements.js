// Elements of the page. All text becomes a text node: nothing of the data is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

/** Append children to an element: nodes, texts, lists of them; null and false are left out. */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
  return parent;
}

/** Make an element: its attributes (functions are event listeners), then its children. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  return append(element, children);
}

/** Return a link that leaves the page; only addresses of the web become links. */
function outside(address, text) {
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return text;
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, text);
}

const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

let nextId = 0;
const freshId = () => `part-${nextId++}`;

/** A button that shows and hides a part that is made when it is first shown. */
function disclosure(label, name, make) {
  const id = freshId();
  const panel = el("div", { id, hidden: true, class: "panel" });
  const button = el("button", {
    type: "button", class: name, "aria-expanded": "false", "aria-controls": id,
    click: () => {
      if (!panel.firstChild) append(panel, [make()]);
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    },
  }, label);
  return [button, panel];
}
