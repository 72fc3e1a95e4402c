// Draws the two charts with ECharts, on canvases: options are data, nothing is evaluated and no inline style is set.
const span = 120;
const percentiles = ["P50", "P95", "P99"];

export function mount(latencyElement, sharesElement) {
  const latency = echarts.init(latencyElement, null, { renderer: "canvas" });
  const shares = echarts.init(sharesElement, null, { renderer: "canvas" });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let upstreams = [];
  let points = [];
  let bands = [];
  let now = 0;

  const sizes = new ResizeObserver(() => {
    latency.resize();
    shares.resize();
  });
  sizes.observe(latencyElement);
  sizes.observe(sharesElement);
  dark.addEventListener("change", redraw);

  function redraw() {
    const colours = read(latencyElement);
    latency.setOption(frame(colours, latencyAxis(colours), latencySeries(colours)), { replaceMerge: ["series"] });
    shares.setOption(frame(colours, shareAxis(colours), shareSeries(colours)), { replaceMerge: ["series"] });
  }

  const ago = time => (time - now) / 1000;

  function column(index) {
    return points.map(point => [ago(point[0]), point[index]]);
  }

  function latencySeries(colours) {
    const lines = percentiles.map((name, index) => ({
      name,
      type: "line",
      data: column(1 + index),
      showSymbol: false,
      silent: true,
      lineStyle: { color: colours.percentiles[index], width: index === 2 ? 2 : 1.5, type: index === 1 ? "dashed" : "solid" },
      itemStyle: { color: colours.percentiles[index] },
    }));
    return mark(lines, colours);
  }

  function shareSeries(colours) {
    // Stacked by hand, the whole first and what is below it on top: ECharts stacks along categories and dates alone.
    const below = points.map(() => 0);
    const areas = upstreams.map((upstream, index) => ({
      name: upstream.id,
      type: "line",
      data: points.map((point, at) => [ago(point[0]), (below[at] += (point[4 + index] ?? 0) * 100)]),
      showSymbol: false,
      silent: true,
      z: 2 + upstreams.length - index,
      lineStyle: { width: 0 },
      areaStyle: { color: colours.upstream(upstream.colour), opacity: 1 },
    }));
    return mark(areas, colours);
  }

  // Bands hang on the first series, or on one of their own where there is none yet.
  function mark(series, colours) {
    const first = series[0] ?? { type: "line", data: [] };
    first.markArea = {
      silent: true,
      z: 50,
      itemStyle: { color: colours.band, borderColor: colours.bandEdge, borderWidth: 1 },
      label: { position: "insideTopRight", color: colours.bandText, fontSize: 11, lineHeight: 15, backgroundColor: colours.surface, padding: [0, 5], borderRadius: 4 },
      // Neighbours tell their names one below the other.
      data: bands.map((band, index) => [
        { name: band.label, xAxis: Math.max(-span, ago(band.from)), label: { offset: [0, (index % 3) * 19] } },
        { xAxis: band.until === null ? 0 : Math.max(-span, ago(band.until)) },
      ]).filter(([from, until]) => until.xAxis > from.xAxis),
    };
    return [first, ...series.slice(1)];
  }

  redraw();
  return {
    series(list) {
      upstreams = list;
      points = [];
    },
    draw(time, more, faults) {
      now = time;
      bands = faults;
      points = points.concat(more).filter(point => point[0] >= now - span * 1000);
      redraw();
    },
    dispose() {
      sizes.disconnect();
      dark.removeEventListener("change", redraw);
      latency.dispose();
      shares.dispose();
    },
  };
}

function frame(colours, valueAxis, series) {
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: colours.font },
    grid: { left: 46, right: 16, top: 10, bottom: 22 },
    xAxis: {
      type: "value",
      min: -span,
      max: 0,
      interval: 30,
      axisLabel: { formatter: value => (value === 0 ? "now" : `${value} s`.replace("-", "−")), color: colours.muted, fontSize: 11 },
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: valueAxis,
    series,
  };
}

function latencyAxis(colours) {
  return {
    type: "log",
    logBase: 10,
    min: 1,
    axisLine: { show: false },
    axisTick: { show: false },
    max: ({ max }) => (max > 1000 ? 10000 : max > 100 ? 1000 : 100),
    axisLabel: { formatter: value => (value >= 1000 ? `${value / 1000} s` : `${value} ms`), color: colours.muted, fontSize: 11 },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

function shareAxis(colours) {
  return {
    type: "value",
    min: 0,
    max: 100,
    interval: 50,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { formatter: "{value} %", color: colours.muted, fontSize: 11 },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

// The style sheet knows the colours, light and dark.
function read(element) {
  const style = getComputedStyle(element);
  const value = name => style.getPropertyValue(name).trim();
  return {
    font: style.fontFamily,
    text: value("--text"),
    muted: value("--muted"),
    line: value("--line"),
    surface: value("--surface"),
    band: value("--band"),
    bandEdge: value("--band-edge"),
    bandText: value("--bad"),
    percentiles: [value("--p50"), value("--p95"), value("--p99")],
    upstream: name => value(`--${name}`),
  };
}
