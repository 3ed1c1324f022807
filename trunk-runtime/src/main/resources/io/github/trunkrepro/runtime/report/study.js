"use strict";
// The charts of a study.

const report = data.report;
const treeNames = report.trees.map((tree) => tree.name);
const variants = new Map(report.variants.map((variant) => [variant.name, variant]));
const drawnTrees = new Map(
  [...document.querySelectorAll("[data-tree]")].map((article) => [
    article.dataset.tree,
    article.querySelector(".tree"),
  ]),
);

/** A copy of a tree's list. */
function treeList(name) {
  return drawnTrees.get(name).cloneNode(true);
}

/** A grouping volatility as the tables show it. */
function volatility(value) {
  return String(Number(value.toFixed(6)));
}

// Test accuracy over grouping volatility

function stepsChart(found) {
  const steps = found.steps.map((step) => ({ ...step, measures: variants.get(step.variant).measures }));
  let chosen = 0;

  function option(colors) {
    const known = steps.filter((step) => step.measures);
    const y = (step) => 100 * step.measures.test.value;
    const middle = (step) => (step.from + step.to) / 2;
    const series = report.trees.map((tree, i) => {
      const style = look(i, colors);
      const own = known.filter((step) => step.measures.tree === tree.name);
      return {
        type: "line",
        name: "tree " + tree.name,
        symbol: style.symbol,
        color: style.color,
        itemStyle: style.mark,
        lineStyle: { color: style.color, width: 3 },
        label: { show: true, formatter: tree.name, position: "top", color: colors.ink, fontWeight: "bold", distance: 7 },
        labelLayout: { hideOverlap: true },
        showAllSymbol: true,
        data: own.flatMap((step) => [
          { value: [step.from, y(step)], symbol: "none", label: { show: false } },
          { value: [middle(step), y(step)], symbolSize: 10 },
          { value: [step.to, y(step)], symbol: "none", label: { show: false } },
          { value: [null, null] },
        ]),
        z: 3,
      };
    });
    const risers = known
      .slice(1)
      .map((step, i) => [known[i], step])
      .filter(([before, step]) => before.to === step.from)
      .map(([before, step]) => [
        [step.from, y(before)],
        [step.from, y(step)],
      ]);
    const current = steps[chosen];
    const blank = (from, to, text) => [{ xAxis: from, name: text }, { xAxis: to }];
    const blanks = [
      ...found.gaps.map((gap) => blank(gap.from, gap.to, "left out")),
      ...steps.filter((step) => !step.measures).map((step) => blank(step.from, step.to, "failed")),
    ];
    const declared = [...new Set(found.nodes.map((node) => node.declared))].filter(
      (value) => value >= found.start && value <= found.end,
    );
    return {
      legend: { type: "scroll", top: 0, textStyle: { color: colors.ink }, data: series.map((s) => s.name) },
      grid: { left: 60, right: 24, top: 48, bottom: 44 },
      xAxis: axis(colors, {
        type: "value",
        min: found.start,
        max: found.end,
        name: "grouping volatility",
        nameLocation: "middle",
        nameGap: 28,
        axisLabel: { formatter: volatility, hideOverlap: true },
      }),
      yAxis: axis(colors, {
        type: "value",
        scale: true,
        boundaryGap: ["4%", "10%"],
        name: "test accuracy",
        nameTextStyle: { color: colors.muted, align: "left", padding: [0, 0, 0, -44] },
        axisLabel: { formatter: (value) => Number(value.toFixed(2)) + " %" },
      }),
      series: [
        strokes(risers, { color: colors.muted, width: 1, type: "dotted" }, {
          markArea: {
            silent: true,
            itemStyle: { color: colors.line, opacity: 0.45, borderColor: colors.muted, borderWidth: 1, borderType: "dashed" },
            label: { color: colors.ink, position: "insideBottom", fontSize: 11 },
            data: blanks,
          },
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: colors.ink, width: 1.5, type: "dashed" },
            label: { color: colors.ink, formatter: (mark) => "declared " + volatility(mark.value), position: "end" },
            data: declared.map((value) => ({ xAxis: value })),
          },
        }),
        strokes(
          current.measures
            ? [
                [
                  [current.from, y(current)],
                  [current.to, y(current)],
                ],
              ]
            : [],
          { color: colors.ink, width: 14, opacity: 0.2, cap: "round" },
          { z: 2 },
        ),
        ...series,
      ],
    };
  }

  const drawn = chart("steps-chart", () => 380, option);
  const slider = document.getElementById("step");
  const pane = document.getElementById("step-tree");

  function choose(i) {
    chosen = i;
    slider.value = i;
    const step = steps[i];
    const range = volatility(step.from) + " to " + volatility(step.to) + ": ";
    const text = step.measures
      ? "tree " +
        step.measures.tree +
        ", " +
        percent(step.measures.test.value) +
        " (" +
        step.measures.test.correct +
        " of " +
        step.measures.test.images +
        ")"
      : "failed";
    document.getElementById("step-text").textContent = range + text;
    slider.setAttribute("aria-valuetext", range + text);
    pane.replaceChildren(...(step.measures ? [treeList(step.measures.tree)] : []));
    drawn.draw();
  }

  slider.max = steps.length - 1;
  slider.addEventListener("input", () => choose(Number(slider.value)));
  slider.addEventListener("focus", () => choose(Number(slider.value)));
  drawn.made.getZr().on("mousemove", (event) => {
    const at = [event.offsetX, event.offsetY];
    if (drawn.made.containPixel("grid", at)) {
      const value = drawn.made.convertFromPixel("grid", at)[0];
      const under = steps.findIndex((step) => step.from <= value && value < step.to);
      if (under >= 0 && under !== chosen) {
        choose(under);
      }
    }
  });
  choose(0);
}

// Dendrograms

/** Joins a node's classes by its breakpoints, the highest first; gives its branches and their order. */
function dendrogram(node) {
  let trees = node.classes.map((name, i) => ({ leaf: i, members: [i] }));
  const joins = [...node.curve.breakpoints].reverse().map((breakpoint) => {
    const parts = trees.filter((t) => t.members.includes(breakpoint.i) || t.members.includes(breakpoint.j));
    const join = { breakpoint, parts, members: parts.flatMap((part) => part.members) };
    trees = [join, ...trees.filter((t) => !parts.includes(t))];
    return join;
  });
  trees.sort((a, b) => Math.min(...a.members) - Math.min(...b.members));
  const leaves = trees.flatMap((tree) => tree.members);
  const place = (tree) => {
    tree.y = tree.parts ? tree.parts.reduce((sum, part) => sum + place(part), 0) / 2 : leaves.indexOf(tree.leaf);
    return tree.y;
  };
  trees.forEach(place);
  return { trees, joins, leaves };
}

function dendrograms(nodes) {
  let node = nodes[0];

  function option(colors, width) {
    const { trees, joins, leaves } = dendrogram(node);
    const at = (join) => join.breakpoint.groupingVolatility;
    const end = 1.05 * Math.max(node.declared, ...joins.map((join) => at(join) + 2 * join.breakpoint.standardError));
    const branch = (join) => {
      const [a, b] = join.parts;
      const tip = (part) => (part.parts ? at(part) : end);
      return [
        [tip(a), a.y],
        [at(join), a.y],
        [at(join), b.y],
        [tip(b), b.y],
      ];
    };
    const joined = joins.filter((join) => at(join) > node.declared);
    const apart = joins.filter((join) => at(join) <= node.declared);
    const stems = trees.map((tree) => [
      [0, tree.y],
      [tree.parts ? at(tree) : end, tree.y],
    ]);
    const bars = joins.map((join) => [
      [Math.max(0, at(join) - 2 * join.breakpoint.standardError), join.y],
      [at(join) + 2 * join.breakpoint.standardError, join.y],
    ]);
    const onLines = { xAxisIndex: 0, yAxisIndex: 1 };
    return {
      tooltip: hint(colors, (point) => point.lines),
      grid: { left: 16, right: Math.min(180, width / 3), top: 28, bottom: 44 },
      xAxis: axis(colors, {
        type: "value",
        min: 0,
        max: end,
        name: "grouping volatility",
        nameLocation: "middle",
        nameGap: 28,
        axisLabel: { formatter: (value) => String(Number(value.toFixed(3))), showMaxLabel: false },
      }),
      yAxis: [
        axis(colors, {
          type: "category",
          data: leaves.map((leaf) => node.classes[leaf]),
          inverse: true,
          position: "right",
          axisLine: { show: false },
          axisTick: { show: false },
          axisLabel: { interval: 0, width: Math.min(160, width / 3 - 16), overflow: "truncate" },
        }),
        { type: "value", min: -0.5, max: leaves.length - 0.5, inverse: true, show: false },
      ],
      series: [
        strokes([...stems, ...apart.map(branch)], { color: colors.muted, width: 1.25 }, onLines),
        strokes(joined.map(branch), { color: colors.link, width: 3.5 }, onLines),
        strokes(bars, { color: colors.bad, width: 1.5, opacity: 0.8 }, onLines),
        {
          type: "scatter",
          ...onLines,
          symbolSize: 8,
          itemStyle: { color: colors.paper, borderColor: colors.ink, borderWidth: 1.5 },
          data: joins.map((join) => ({
            value: [at(join), join.y],
            lines: [
              node.classes[join.breakpoint.i] + " and " + node.classes[join.breakpoint.j],
              "part at " + volatility(at(join)) + " (standard error " + volatility(join.breakpoint.standardError) + ")",
            ],
          })),
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: colors.ink, width: 2, type: "dashed" },
            label: { color: colors.ink, formatter: "declared " + volatility(node.declared), position: "start" },
            data: [{ xAxis: node.declared }],
          },
          z: 4,
        },
      ],
    };
  }

  const drawn = chart("dendrogram", () => 84 + Math.max(4, node.classes.length) * 20, option);
  fill(
    "node",
    nodes.map((each) => each.label),
    0,
    (i) => {
      node = nodes[i];
      drawn.draw();
    },
  );
}

// Trees side by side

function sideBySide() {
  const shown = [0, 1];

  function mark(tree, only, other) {
    for (const { node, there } of only) {
      const item = tree.querySelector('[data-node="' + node + '"]');
      item.classList.add("differs");
      item.querySelector(".set").after(element("span", "not a group in " + other + ", there: " + there, "there"));
    }
  }

  function show() {
    const [first, second] = shown.map((i) => treeNames[i]);
    const lists = [treeList(first), treeList(second)];
    const found = data.differences.find(
      (d) => (d.first === first && d.second === second) || (d.first === second && d.second === first),
    );
    const only = found ? [found.gone, found.added] : [[], []];
    if (found && found.first !== first) {
      only.reverse();
    }
    mark(lists[0], only[0], second);
    mark(lists[1], only[1], first);
    document.getElementById("first-pane").replaceChildren(lists[0]);
    document.getElementById("second-pane").replaceChildren(lists[1]);
    document.getElementById("difference").textContent =
      first === second
        ? "The same tree twice."
        : "Groups that are only in one of them, marked with \u2260: " + only[0].length + " in " + first + ", " + only[1].length + " in " + second + ".";
  }

  ["first", "second"].forEach((side, place) =>
    fill(side + "-tree", treeNames, shown[place], (i) => {
      shown[place] = i;
      show();
    }),
  );
  show();
}

// Box plots over seeds

/** Quartiles between order statistics, linear (type 7 of Hyndman and Fan 1996). */
function quantile(sorted, p) {
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

function boxes(groups) {
  function option(colors, width) {
    const paths = [];
    const medians = [];
    groups.forEach((group, y) => {
      if (group.points.length === 0) {
        return;
      }
      const sorted = group.points.map((point) => 100 * point.accuracy).sort((a, b) => a - b);
      const [low, q1, median, q3, high] = [0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sorted, p));
      const [top, bottom] = [y - 0.3, y + 0.3];
      paths.push([[q1, top], [q3, top], [q3, bottom], [q1, bottom], [q1, top]]);
      paths.push([[low, y], [q1, y]], [[q3, y], [high, y]]);
      paths.push([[low, y - 0.12], [low, y + 0.12]], [[high, y - 0.12], [high, y + 0.12]]);
      medians.push([[median, top], [median, bottom]]);
    });
    const onValues = { xAxisIndex: 0, yAxisIndex: 1 };
    const spread = (i, n) => (n > 1 ? (0.36 * i) / (n - 1) - 0.18 : 0);
    return {
      tooltip: hint(colors, (point) => point.lines),
      legend: { type: "scroll", top: 0, textStyle: { color: colors.ink }, data: treeNames.map((name) => "tree " + name) },
      grid: { left: Math.min(220, width / 3), right: 24, top: 36, bottom: 44 },
      xAxis: axis(colors, {
        type: "value",
        scale: true,
        name: "test accuracy",
        nameLocation: "middle",
        nameGap: 28,
        axisLabel: { formatter: (value) => Number(value.toFixed(2)) + " %", hideOverlap: true },
      }),
      yAxis: [
        axis(colors, {
          type: "category",
          data: groups.map((group) => group.label),
          inverse: true,
          axisLabel: { interval: 0, width: Math.min(200, width / 3 - 16), overflow: "break", lineHeight: 15 },
        }),
        { type: "value", min: -0.5, max: groups.length - 0.5, inverse: true, show: false },
      ],
      series: [
        strokes(paths, { color: colors.ink, width: 1.25 }, onValues),
        strokes(medians, { color: colors.ink, width: 3.5 }, onValues),
        ...treeNames.map((name, i) => {
          const style = look(i, colors);
          return {
            type: "scatter",
            name: "tree " + name,
            ...onValues,
            symbol: style.symbol,
            symbolSize: 11,
            color: style.color,
            itemStyle: { ...style.mark, opacity: 0.85 },
            data: groups.flatMap((group, y) =>
              group.points
                .map((point, at) => ({
                  value: [100 * point.accuracy, y + spread(at, group.points.length)],
                  tree: point.tree,
                  lines: [point.variant, "tree " + point.tree + ", " + percent(point.accuracy)],
                }))
                .filter((point) => point.tree === name),
            ),
          };
        }),
      ],
    };
  }
  chart("boxes", () => 96 + 56 * groups.length, option);
}

if (report.volatility && report.volatility.steps.length > 0) {
  stepsChart(report.volatility);
}
if (report.volatility && report.volatility.nodes.length > 0) {
  dendrograms(report.volatility.nodes);
}
if (report.trees.length > 1) {
  sideBySide();
}
if (data.groups.length > 0) {
  boxes(data.groups);
}
