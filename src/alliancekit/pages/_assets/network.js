// The network: who is tied to whom in a year, by treaties, blocs and proposals.

const TIES = { treaty: "treaties", bloc: "blocs", proposal: "proposals" };
const positions = new Map();

/** Whether a time includes a year: "certain", "possible" or null. */
function inYear(times, year) {
  let result = null;
  for (const [firstFrom, firstTo, lastFrom, lastTo] of times) {
    if (firstTo <= year && year <= lastFrom) return "certain";
    if (firstFrom <= year && year <= lastTo) result = "possible";
  }
  return result;
}

/** The groups of a year with the members that they have in it. */
function groupsIn(year, kinds) {
  return index.ties.filter(([, kind]) => kinds.has(kind)).map(([record, kind, members]) => {
    const current = members.map(([party, times]) => [party, inYear(times, year)]).filter(([, state]) => state);
    return { record, kind, members: current };
  }).filter((group) => group.members.length > 1);
}

/** The years in which ties begin or end; null if there are none. */
function tieYears() {
  let first = 9999, last = -9999;
  for (const [, , members] of index.ties) {
    for (const [, times] of members) {
      for (const time of times) {
        for (const year of time) if (Math.abs(year) !== 9999) { first = Math.min(first, year); last = Math.max(last, year); }
      }
    }
  }
  return first <= last ? [first, last] : null;
}

/** Pairs of members, with the strongest kind of tie of each: certain before possible, treaty before bloc and proposal. */
function pairsOf(groups) {
  const pairs = new Map();
  const order = Object.keys(TIES);
  for (const { kind, members } of groups) {
    for (let a = 0; a < members.length; a++) {
      for (let b = a + 1; b < members.length; b++) {
        const [low, high] = members[a][0] < members[b][0] ? [members[a], members[b]] : [members[b], members[a]];
        const sure = low[1] === "certain" && high[1] === "certain";
        const rank = (sure ? 0 : 10) + order.indexOf(kind);
        const key = `${low[0]}-${high[0]}`;
        if (!pairs.has(key) || pairs.get(key)[2] > rank) pairs.set(key, [low[0], high[0], rank]);
      }
    }
  }
  return [...pairs.values()];
}

/** Put tied nodes near each other: forces, from the positions of the year before. The same clicks give the same drawing. */
function layOut(nodes, pairs) {
  const count = nodes.length;
  nodes.forEach((node, position) => {
    const angle = (2 * Math.PI * position * 0.618034) % (2 * Math.PI);
    const radius = 0.25 + 0.7 * Math.sqrt((position + 0.5) / count);
    if (!positions.has(node)) positions.set(node, [radius * Math.cos(angle), radius * Math.sin(angle)]);
  });
  const x = nodes.map((node) => positions.get(node)[0]), y = nodes.map((node) => positions.get(node)[1]);
  const place = new Map(nodes.map((node, position) => [node, position]));
  const edges = pairs.map(([a, b]) => [place.get(a), place.get(b)]);
  const degree = new Array(count).fill(0);
  for (const [a, b] of edges) { degree[a] += 1; degree[b] += 1; }
  const ideal = 1.5 / Math.sqrt(count + 1);
  const rounds = count > 150 ? 60 : 120;
  for (let round = 0; round < rounds; round++) {
    const heat = 0.12 * (1 - round / rounds) + 0.002;
    const dx = new Float64Array(count), dy = new Float64Array(count);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const ux = x[a] - x[b] || 1e-4 * (a - b), uy = y[a] - y[b] || 1e-4;
        const force = (ideal * ideal) / (ux * ux + uy * uy + 1e-5);
        dx[a] += ux * force; dy[a] += uy * force; dx[b] -= ux * force; dy[b] -= uy * force;
      }
    }
    for (const [a, b] of edges) {
      const ux = x[a] - x[b], uy = y[a] - y[b], length = Math.hypot(ux, uy);
      const force = length / ideal / Math.max(degree[a], degree[b]) ** 0.75;
      dx[a] -= ux * force; dy[a] -= uy * force; dx[b] += ux * force; dy[b] += uy * force;
    }
    for (let a = 0; a < count; a++) {
      dx[a] -= 0.6 * x[a]; dy[a] -= 0.6 * y[a];
      const length = Math.hypot(dx[a], dy[a]) || 1, step = Math.min(length, heat) / length;
      x[a] += dx[a] * step; y[a] += dy[a] * step;
    }
  }
  nodes.forEach((node, position) => positions.set(node, [x[position], y[position]]));
}

const TIE_CLASSES = [0, 1, 2, 10, 11, 12];

function drawing(groups, year, chosen, choose) {
  const pairs = pairsOf(groups);
  const nodes = [...new Set(pairs.flatMap(([a, b]) => [a, b]))].sort((a, b) => a - b);
  layOut(nodes, pairs);
  const all = nodes.map((node) => positions.get(node));
  const [xs, ys] = [all.map((point) => point[0]), all.map((point) => point[1])];
  const narrow = window.innerWidth < 700;
  const W = narrow ? 420 : 960, H = narrow ? 460 : 620, edge = narrow ? 30 : 46;
  const scale = (value, values, size) => {
    const low = Math.min(...values), high = Math.max(...values);
    return high - low < 1e-6 ? size / 2 : edge + ((value - low) / (high - low)) * (size - 2 * edge);
  };
  const at = new Map(nodes.map((node, n) => [node, [scale(xs[n], xs, W), scale(ys[n], ys, H)]]));
  const line = ([a, b]) => `M${at.get(a).map((v) => v.toFixed(1))}L${at.get(b).map((v) => v.toFixed(1))}`;
  const degree = new Map(nodes.map((node) => [node, 0]));
  const near = new Set([chosen]);
  for (const [a, b] of pairs) {
    degree.set(a, degree.get(a) + 1);
    degree.set(b, degree.get(b) + 1);
    if (a === chosen) near.add(b);
    if (b === chosen) near.add(a);
  }
  const isChosen = at.has(chosen);
  const named = new Set(isChosen ? near : nodes);
  return svg("svg", {
    class: isChosen ? "network chosen" : "network", viewBox: `0 0 ${W} ${H}`, role: "img",
    "aria-label": `Network of ${plural(nodes.length, "member")} and ${plural(pairs.length, "tie")}; the list below has the same facts`,
  },
    TIE_CLASSES.map((rank) => svg("path", {
      class: `tie ${Object.keys(TIES)[rank % 10]}${rank >= 10 ? " possible" : ""}`,
      d: pairs.filter((pair) => pair[2] === rank).map(line).join(""),
    })),
    isChosen && svg("path", { class: "tie own", d: pairs.filter(([a, b]) => a === chosen || b === chosen).map(line).join("") }),
    nodes.map((node) => svg("circle", {
      class: node === chosen ? "node own" : isChosen && !near.has(node) ? "node far" : "node",
      cx: at.get(node)[0].toFixed(1), cy: at.get(node)[1].toFixed(1), r: (3.5 + 0.7 * Math.sqrt(degree.get(node))).toFixed(1), click: () => choose(node),
    }, svg("title", {}, `${nameIn(node, year)}: ${plural(degree.get(node), "tie")}`))),
    labels(nodes.filter((node) => named.has(node)).sort((a, b) => (b === chosen) - (a === chosen) || degree.get(b) - degree.get(a)), (node) => {
      const [x, y] = at.get(node), gap = 7 + Math.sqrt(degree.get(node));
      const text = nameIn(node, year), width = text.length * 7;
      const left = x + gap + width > W;
      return { text, x: left ? x - gap : x + gap, y: y + 4, left, box: [left ? x - gap - width : x + gap, y - 8, width, 15] };
    }));
}

/** The names of nodes, the most important first; a name that would cover another one is left out. */
function labels(nodes, place) {
  const boxes = [];
  return nodes.map(place).map(({ text, x, y, left, box }) => {
    const covers = ([ax, ay, aw, ah]) => box[0] < ax + aw && ax < box[0] + box[2] && box[1] < ay + ah && ay < box[1] + box[3];
    if (boxes.some(covers)) return null;
    boxes.push(box);
    return svg("text", { class: "node-name", x: x.toFixed(1), y: y.toFixed(1), "text-anchor": left ? "end" : "start" }, text);
  });
}

function networkView(params) {
  const range = tieYears();
  if (!range) return [el("h1", { tabindex: "-1" }, "Network"), el("p", { class: "lead" }, "No treaty, bloc or proposal of this corpus has members with dates.")];
  const asNumber = (name, other) => (/^-?\d+$/.test(params.get(name) || "") ? Number(params.get(name)) : other);
  let year = Math.min(range[1], Math.max(range[0], asNumber("year", range[1])));
  let chosen = numbers.has(params.get("of")) ? numbers.get(params.get("of")) : -1;
  const present = Object.keys(TIES).filter((kind) => index.ties.some((tie) => tie[1] === kind));
  const kinds = new Set(params.get("kinds") ? params.get("kinds").split(",") : present);
  const picture = el("div", { class: "picture" }), list = el("div", {}), caption = el("p", { class: "lead", role: "status" });
  const slider = el("input", { type: "range", id: "year", min: range[0], max: range[1], value: year, input: () => set(Number(slider.value), true) });
  const box = el("input", { type: "number", "aria-label": "Year as a number", min: range[0], max: range[1], value: year, change: () => set(Number(box.value)) });
  slider.addEventListener("change", () => remember());
  const members = [...new Set(index.ties.flatMap((tie) => tie[2].map((member) => member[0])))].sort((a, b) => labelOf(a).localeCompare(labelOf(b), "en"));
  const select = el("select", { id: "member", change: () => choose(Number(select.value)) },
    el("option", { value: -1 }, "everyone"), members.map((member) => el("option", { value: member, selected: member === chosen }, labelOf(member))));

  function set(value, sliding) {
    year = Math.min(range[1], Math.max(range[0], value || range[1]));
    slider.value = box.value = year;
    draw();
    if (!sliding) remember();
  }
  function choose(node) {
    chosen = node === chosen ? -1 : node;
    select.value = chosen;
    draw();
    remember();
  }
  function remember() {
    history.replaceState(null, "", address("network", {
      year, of: chosen >= 0 ? idOf(chosen) : null, kinds: kinds.size === present.length ? null : [...kinds].join(","),
    }));
  }
  function draw() {
    const groups = groupsIn(year, kinds);
    picture.replaceChildren(groups.length ? drawing(groups, year, chosen, choose) : el("p", { class: "notice" }, "Nobody is tied in this year."));
    const own = chosen >= 0 ? groups.filter((group) => group.members.some(([party]) => party === chosen)) : groups;
    caption.textContent = `${year}: ${Object.entries(TIES).filter(([kind]) => kinds.has(kind)).map(([kind, name]) => {
      const number = own.filter((group) => group.kind === kind).length;
      return `${number.toLocaleString("en")} ${number === 1 ? kind : name}`;
    }).join(", ")}${chosen >= 0 ? ` with ${nameIn(chosen, year)}` : ""}`;
    list.replaceChildren(...folded(own, (group) => el("li", {}, recordLink(group.record), el("span", { class: "muted" }, ` (${group.kind}): `),
      group.members.slice(0, 40).flatMap(([party, state], n) => [n ? ", " : "", recordLink(party, nameIn(party, year)), state === "possible" && "?"]),
      group.members.length > 40 && ` and ${group.members.length - 40} more`), 30));
  }
  draw();
  return [
    el("h1", { tabindex: "-1" }, "Network"),
    el("p", {}, "Two are tied in a year if both are parties to a treaty, members of a bloc, or named as members by a proposal. Dotted ties, and members with a question mark, are not certain: a date is not known exactly."),
    el("form", { class: "controls", submit: (event) => event.preventDefault() },
      el("label", { for: "year" }, "Year"), slider, box,
      el("label", { for: "member" }, "Ties of"), select,
      el("fieldset", {}, el("legend", {}, "Ties by"), present.map((kind) => el("label", {},
        el("input", { type: "checkbox", checked: kinds.has(kind), change: (event) => { kinds[event.target.checked ? "add" : "delete"](kind); draw(); remember(); } }),
        el("span", { class: `key ${kind}` }), TIES[kind])))),
    caption, picture,
    el("h2", {}, "The ties of this year"), list,
  ];
}
