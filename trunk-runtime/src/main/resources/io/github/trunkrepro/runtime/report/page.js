"use strict";
// What every page shares: its data, tables that can be sorted, charts in the page's colours.

const data = JSON.parse(document.getElementById("data").textContent);
document.documentElement.classList.add("scripted");

// Folded away here, so that all of it is seen where no script runs.
for (const details of document.querySelectorAll("details")) {
  details.open = false;
}

/** An element with text, which never is markup. */
function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function percent(share) {
  return (100 * share).toFixed(2) + " %";
}

/** Fills a list to choose from; tells which place was chosen, from 0. */
function fill(id, labels, chosen, onChange) {
  const select = document.getElementById(id);
  labels.forEach((label, i) => select.add(new Option(label, i, i === chosen, i === chosen)));
  select.addEventListener("change", () => onChange(select.selectedIndex));
}

// Tables

/** What a cell is sorted by: its exact number, or its text. */
function sortKey(cell) {
  const number = cell.querySelector("data");
  return number ? Number(number.value) : cell.textContent.trim();
}

/** Numbers before words; what is empty comes last, whatever the direction. */
function order(a, b, direction) {
  if (a === "" || b === "") {
    return (a === "") - (b === "");
  }
  if (typeof a !== typeof b) {
    return typeof a === "number" ? -1 : 1;
  }
  return direction * (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
}

function sortBy(table, column) {
  const titles = table.tHead.rows[0].cells;
  const direction = titles[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const title of titles) {
    title.removeAttribute("aria-sort");
  }
  titles[column].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [sortKey(row.cells[column]), row]);
  rows.sort((a, b) => order(a[0], b[0], direction));
  body.append(...rows.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((title, column) => {
    const button = element("button", title.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(table, column));
    title.replaceChildren(button);
  });
}

// Charts

/** So wide are charts on paper, in pixels. */
const PRINT_WIDTH = 680;
const SHAPES = [
  "circle",
  "rect",
  "triangle",
  "diamond",
  "path://M0,0H10L5,9Z",
  "path://M3,0H7V3H10V7H7V10H3V7H0V3H3Z",
];
const charts = [];

/** The page's colours, as they are just now. */
function theme() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue("--" + name).trim();
  return {
    paper: color("paper"),
    ink: color("ink"),
    muted: color("muted"),
    line: color("line"),
    link: color("link"),
    bad: color("bad"),
    series: color("series").split(" "),
  };
}

/** How the i-th of several things is drawn: its colour, and a shape that is told apart without. */
function look(i, colors) {
  const shape = SHAPES[i % SHAPES.length];
  const color = colors.series[i % colors.series.length];
  const hollow = Math.floor(i / SHAPES.length) % 2 === 1;
  return {
    symbol: shape,
    color,
    mark: { color: hollow ? colors.paper : color, borderColor: color, borderWidth: 2 },
  };
}

/**
 * Draws a chart into its place, and again when width, colours or data change.
 *
 * @param option (colours, width in pixels) -> an option of ECharts
 * @param height () -> pixels
 */
function chart(id, height, option) {
  const place = document.getElementById(id);
  place.style.height = height() + "px";
  const made = echarts.init(place, null, { renderer: "svg" });
  const draw = (width) => {
    place.style.height = height() + "px";
    made.resize({ width, height: height() });
    const colors = theme();
    made.setOption(
      {
        animation: false,
        textStyle: { color: colors.ink, fontFamily: "system-ui, 'DejaVu Sans', sans-serif", fontSize: 12 },
        ...option(colors, made.getWidth()),
      },
      true,
    );
  };
  const drawn = { made, place, draw: () => draw(place.clientWidth), print: () => draw(PRINT_WIDTH) };
  charts.push(drawn);
  drawn.draw();
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth !== width) {
      width = place.clientWidth;
      drawn.draw();
    }
  }).observe(place);
  return drawn;
}

function axis(colors, more) {
  return {
    axisLine: { show: true, onZero: false, lineStyle: { color: colors.muted } },
    axisTick: { show: true, lineStyle: { color: colors.muted } },
    axisLabel: { color: colors.ink, ...more.axisLabel },
    splitLine: { show: more.type !== "category", lineStyle: { color: colors.line, opacity: 0.6 } },
    nameTextStyle: { color: colors.muted },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "axisLabel")),
  };
}

/** A series of strokes: each is a list of points [x, y]. */
function strokes(paths, lineStyle, more = {}) {
  return {
    type: "line",
    data: paths.flatMap((path) => [...path, [null, null]]),
    showSymbol: false,
    connectNulls: false,
    silent: true,
    lineStyle,
    ...more,
  };
}

/** What a pointer over a mark is told: lines of text, never markup. */
function hint(colors, lines) {
  return {
    backgroundColor: colors.paper,
    borderColor: colors.line,
    textStyle: { color: colors.ink, fontSize: 13 },
    confine: true,
    formatter: (mark) => {
      const box = element("div", "", "hint");
      lines(mark.data).forEach((line) => box.append(element("div", line)));
      return box;
    },
  };
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((c) => c.draw()));
addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  charts.forEach((c) => c.print());
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  charts.forEach((c) => c.draw());
});
