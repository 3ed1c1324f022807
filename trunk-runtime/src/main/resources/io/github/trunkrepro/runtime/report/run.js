"use strict";
// The charts of a run.

function curveChart(curves) {
  let shown = 0;
  function option(colors) {
    const curve = curves[shown];
    const [loss, accuracy] = [look(0, colors), look(1, colors)];
    const series = (name, style, yAxisIndex, value, text) => ({
      type: "line",
      name,
      yAxisIndex,
      color: style.color,
      symbol: style.symbol,
      symbolSize: 7,
      lineStyle: { width: 2, type: yAxisIndex === 0 ? "solid" : "dashed" },
      data: curve.epochs.map((point) => ({ value: [point.epoch, value(point)], text: text(point) })),
      markLine:
        yAxisIndex === 0
          ? {
              silent: true,
              symbol: "none",
              lineStyle: { color: colors.muted, type: "dotted" },
              label: { formatter: "kept", color: colors.ink },
              data: [{ xAxis: curve.bestEpoch }],
            }
          : undefined,
    });
    return {
      tooltip: hint(colors, (point) => ["epoch " + point.value[0], point.text]),
      legend: { top: 0, textStyle: { color: colors.ink } },
      grid: { left: 60, right: 70, top: 48, bottom: 44 },
      xAxis: axis(colors, {
        type: "value",
        name: "epoch",
        nameLocation: "middle",
        nameGap: 28,
        min: 1,
        max: Math.max(2, curve.epochs.length),
        minInterval: 1,
      }),
      yAxis: [
        axis(colors, { type: "value", scale: true, name: "loss" }),
        axis(colors, {
          type: "value",
          scale: true,
          name: "validation accuracy",
          splitLine: { show: false },
          axisLabel: { formatter: (value) => Number(value.toFixed(2)) + " %" },
        }),
      ],
      series: [
        series("loss", loss, 0, (p) => p.loss, (p) => "loss " + p.loss),
        series("validation accuracy", accuracy, 1, (p) => 100 * p.accuracy, (p) => percent(p.accuracy)),
      ],
    };
  }
  const drawn = chart("curve-chart", () => 320, option);
  fill("curve", curves.map((curve) => curve.label), shown, (i) => {
    shown = i;
    drawn.draw();
  });
}

if (data.curves.length > 0) {
  curveChart(data.curves);
}
