"use strict";

// Draws the charts of a report. Their data is in the page; Apache ECharts draws it.
(() => {
  const page = JSON.parse(document.getElementById("chart-data").textContent);
  const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
  const small = font.replace("12px", "11px");
  const left = 62, right = 14, bottom = 26, legendLine = 21, phaseLine = 18, tightest = 6;
  const printSize = { width: 680, height: 230 };
  const pen = document.createElement("canvas").getContext("2d");
  const narrow = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  function widthOf(text, textFont) {
    pen.font = textFont;
    return pen.measureText(text).width;
  }

  // What fits of a text if it is most of it, or nothing.
  function fitting(text, width) {
    if (widthOf(text, small) <= width) {
      return text;
    }

    for (let length = text.length - 1; length >= 0.6 * text.length; length--) {
      const cut = text.slice(0, length).trimEnd() + "…";
      if (widthOf(cut, small) <= width) {
        return cut;
      }
    }

    return "";
  }

  const writers = {
    Milliseconds: value => value >= 1000 ? `${narrow.format(value / 1000)} s` : `${narrow.format(value)} ms`,
    // What is not all never reads as all.
    Fraction: value => value > 0.999 && value < 1 ? "> 99.9 %" : `${narrow.format(value * 100)} %`,
    PerSecond: value => `${new Intl.NumberFormat("en", { maximumFractionDigits: value < 10 ? 2 : 0 }).format(value)}/s`,
  };

  function clock(seconds) {
    const whole = Math.floor(seconds + 1e-9);
    const part = Math.round((seconds - whole) * 1000) / 1000;
    const tail = part > 0 ? String(part).slice(1) : "";
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const pad = number => String(number).padStart(2, "0");
    return (h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`) + tail;
  }

  // Round times, as many as there is room for.
  function tickStep(width) {
    const most = Math.max(2, Math.floor(width / 64));
    return [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200]
      .find(candidate => page.length / candidate <= most) ?? page.length;
  }

  function legendHeight(chart, width) {
    let lines = 1, used = 0;
    for (const series of chart.series) {
      const item = widthOf(series.name, font) + 26 + 12;
      if (used > 0 && used + item > width) {
        lines++;
        used = 0;
      }

      used += item;
    }

    return lines * legendLine;
  }

  // Phases as names above the plot, faults as bands in it; on a series of their own, so that the legend cannot hide them.
  function marks(plotWidth) {
    const pixels = seconds => seconds / page.length * plotWidth;
    // Of so many rounds that their phases would be a thicket, the rounds.
    const crowded = page.round < page.length && page.phases.some(phase => pixels(phase.to - phase.from) < tightest && phase.to < page.length);
    const stretches = !crowded ? page.phases : Array.from({ length: Math.ceil(page.length / page.round) }, (_, index) => ({
      name: String(index + 1), from: index * page.round, to: Math.min((index + 1) * page.round, page.length),
    }));
    return {
      type: "line", data: [], silent: true, z: 5,
      markLine: {
        silent: true, symbol: "none", animation: false,
        lineStyle: { color: colour("line"), type: "solid", width: 1 },
        data: stretches.map(phase => ({
          xAxis: phase.from,
          label: {
            show: true, position: "end", align: "left", font: small, distance: 4, color: colour("muted"),
            formatter: () => fitting(phase.name, pixels(phase.to - phase.from) - 4),
          },
        })),
      },
      markArea: {
        silent: true, z: 4, animation: false,
        itemStyle: { color: colour("band"), borderColor: colour("band-edge"), borderWidth: crowded ? 0 : 1, borderType: "dashed" },
        data: page.bands.map(band => {
          // A band too narrow for its name says its number, which the tip explains.
          const name = fitting(band.label, pixels(band.to - band.from) - 8) || String(band.number);
          const fits = widthOf(name, small) <= pixels(band.to - band.from) - 2;
          return [
            {
              xAxis: band.from,
              label: {
                show: fits, position: "insideTop", distance: 4, formatter: () => name, fontSize: 11,
                color: colour("band-ink"), backgroundColor: colour("page"), padding: [2, 4], borderRadius: 3,
              },
            },
            { xAxis: band.to },
          ];
        }),
      },
    };
  }

  const isStacked = series => series.mark === "Area" || series.mark === "Bar";

  // What stands on one another: each with all below it. Each is drawn behind those before it, so that its own part shows.
  function stacked(chart) {
    let below = page.times.map(() => 0);
    return chart.series.map(series => below = series.values.map((value, index) => value == null ? null : value + (below[index] ?? 0)));
  }

  function drawn(series, values, index) {
    const base = {
      name: series.name,
      z: 2 - index / 100,
      data: values.map((value, index) => [page.times[index], value]),
      itemStyle: { color: colour(series.colour) },
      emphasis: { disabled: true },
    };
    switch (series.mark) {
      case "Bar":
        return { ...base, type: "bar", barGap: "-100%", barCategoryGap: "10%" };
      case "Area":
        return { ...base, type: "line", symbol: "none", lineStyle: { width: 0 }, areaStyle: { color: colour(series.colour), opacity: 1 } };
      default: {
        // A value without neighbours would be no line.
        const alone = at => values[at] != null && values[at - 1] == null && values[at + 1] == null;
        return {
          ...base, type: "line", lineStyle: {
            color: colour(series.colour), width: series.colour === "p99" ? 2.5 : 1.75,
            type: { Line: "solid", Dashed: "dashed", Dotted: "dotted" }[series.mark],
          },
          symbol: values.some((_, at) => alone(at)) ? "circle" : "none",
          symbolSize: (_, at) => alone(at.dataIndex) ? 5 : 0,
        };
      }
    }
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // Built of elements, so that no name can be markup.
  function tip(chart, points) {
    const at = points[0].value[0];
    const phase = page.phases.find(candidate => at >= candidate.from && at < candidate.to);
    const box = element("div", "tip", "");
    const round = page.round < page.length ? `  round ${Math.floor(at / page.round) + 1}` : "";
    box.append(element("div", "when", `${clock(at)}${round}${phase ? `  ${phase.name}` : ""}`));
    page.bands.forEach(band => {
      if (at >= band.from && at < band.to) {
        box.append(element("div", "fault", `${band.number}  ${band.text}`));
      }
    });
    for (const point of points) {
      const value = chart.series[point.seriesIndex].values[point.dataIndex];
      if (value == null || (value === 0 && chart.series[0].mark === "Bar")) {
        continue;
      }

      const swatch = element("span", "swatch", "");
      swatch.style.backgroundColor = point.color;
      box.append(swatch, element("span", "", point.seriesName), element("span", "value", writers[chart.unit](value)));
    }

    return box;
  }

  function valueAxis(chart) {
    const full = chart.unit === "Fraction" && chart.series.some(series => series.mark === "Area");
    const axis = {
      type: chart.log ? "log" : "value",
      min: chart.log ? "dataMin" : 0,
      axisLabel: { color: colour("muted"), formatter: writers[chart.unit] },
      splitLine: { lineStyle: { color: colour("line"), opacity: 0.6 } },
    };
    if (chart.log) {
      const values = chart.series.flatMap(series => series.values).filter(value => value > 0);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      axis.min = 10 ** Math.floor(Math.log10(least));
      axis.max = 10 ** Math.ceil(Math.log10(most));
      // Half a decade of nothing is room wasted.
      axis.min *= least > axis.min * 2 ? 2 : 1;
      axis.max /= most < axis.max / 2 ? 2 : 1;
      axis.minorTick = { show: true, splitNumber: 9 };
      axis.minorSplitLine = { show: true, lineStyle: { color: colour("line"), opacity: 0.25 } };
    } else if (full) {
      axis.max = 1;
    }

    return axis;
  }

  function option(chart, width) {
    const legend = legendHeight(chart, width);
    const plotWidth = width - left - right;
    const muted = colour("muted");
    const together = isStacked(chart.series[0]);
    const values = together ? stacked(chart) : chart.series.map(series => series.values);
    return {
      animation: false,
      aria: { enabled: true, label: { description: `${chart.title}. ${chart.text}` } },
      textStyle: { fontFamily: font.replace("12px ", "") },
      grid: { left, right, bottom, top: legend + phaseLine + 6 },
      legend: {
        data: chart.series.map(series => series.name), top: 2, left: 0, padding: 0, itemGap: 12, itemWidth: 20, itemHeight: 10,
        selectedMode: !together, ...(together ? { icon: "roundRect" } : {}),
        textStyle: { color: colour("ink") }, inactiveColor: colour("rest"),
      },
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: colour("page"), borderColor: colour("line"), padding: [8, 10],
        textStyle: { color: colour("ink"), fontSize: 12 },
        axisPointer: { type: "line", lineStyle: { color: muted, type: "solid" } },
        formatter: points => tip(chart, points),
      },
      xAxis: {
        type: "value", min: 0, max: page.length, interval: tickStep(plotWidth),
        axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: true, lineStyle: { color: colour("line") } },
        axisLabel: { color: muted, hideOverlap: true, showMaxLabel: page.length % tickStep(plotWidth) === 0, formatter: clock },
        splitLine: { show: false },
      },
      yAxis: valueAxis(chart),
      series: [...chart.series.map((series, index) => drawn(series, values[index], index)), marks(plotWidth)],
    };
  }

  const charts = page.charts.filter(chart => chart.series.length > 0).map(chart => {
    const holder = document.getElementById(chart.id);
    const instance = echarts.init(holder, null, { renderer: "svg" });
    instance.group = "report";
    return { chart, holder, instance };
  });

  function draw(given) {
    for (const { chart, holder, instance } of charts) {
      const size = given ?? { width: holder.clientWidth, height: holder.clientHeight };
      instance.resize(size);
      instance.setOption(option(chart, size.width), { notMerge: true });
    }
  }

  draw();
  echarts.connect("report");
  window.addEventListener("resize", () => draw());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  window.addEventListener("beforeprint", () => {
    document.documentElement.dataset.print = "";
    draw(printSize);
  });
  window.addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    draw();
  });
})();
