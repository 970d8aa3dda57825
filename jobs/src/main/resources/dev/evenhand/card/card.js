(function () {
  'use strict';
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const nodes = new Map(charts.map(chart => [chart, document.querySelector('[data-chart="' + CSS.escape(chart.id) + '"]')]));
  const drawn = new Map();
  const ROW = 30;
  const TOP = 16;
  const BOTTOM = 24;
  const GAP = 10;
  const WIDEST = 150;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function tick(chart, value) {
    return chart.is_share ? Math.round(value * 1000) / 10 + '%' : String(Math.round(value * 1000) / 1000);
  }

  function label(bar) {
    return isFilled(bar) ? bar.text : '{none|' + bar.text + '}';
  }

  const ruler = document.createElement('canvas').getContext('2d');

  /** The width of the longest text in pixels. */
  function widest(texts) {
    ruler.font = '12px ' + getComputedStyle(document.body).fontFamily;
    return Math.ceil(Math.max(...texts.map(text => ruler.measureText(text).width)));
  }

  function isFilled(bar) {
    return bar.value !== undefined;
  }

  function whiskers(series, offset) {
    const stroke = colour('ink');
    return {
      type: 'custom',
      silent: true,
      z: 4,
      data: series.bars.map((bar, row) => [row, bar.low, bar.high]).filter(row => row[1] !== undefined),
      encode: {x: [1, 2], y: 0},
      renderItem(params, api) {
        const from = api.coord([api.value(1), api.value(0)]);
        const to = api.coord([api.value(2), api.value(0)]);
        const y = from[1] + offset;
        const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke, lineWidth: 1.25}});
        return {type: 'group', children: [
          line(from[0], y, to[0], y), line(from[0], y - 3, from[0], y + 3), line(to[0], y - 3, to[0], y + 3)]};
      }
    };
  }

  function overall(chart) {
    return chart.line === undefined ? undefined : {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: {color: colour('muted'), type: [3, 3], width: 1},
      label: {position: 'start', formatter: chart.line_name, color: colour('muted'), fontSize: 11, distance: 2},
      data: [{xAxis: chart.line}]
    };
  }

  function bars(chart, series, index, of) {
    const thick = of > 1 ? 9 : 12;
    return {
      type: 'bar',
      name: series.name,
      barWidth: thick,
      barGap: '25%',
      itemStyle: {color: colour(index === 0 ? 'bar' : 'other'), borderRadius: 1},
      data: series.bars.map(bar => (isFilled(bar) ? bar.value : null)),
      markLine: index === 0 ? overall(chart) : undefined
    };
  }

  function option(chart) {
    const muted = colour('muted');
    const ink = colour('ink');
    const pair = chart.series.length > 1;
    const axis = {axisLine: {show: false}, axisTick: {show: false}};
    const candidate = chart.series[0];
    const left = Math.min(WIDEST, widest(chart.labels));
    const offsets = pair ? [-5.6, 5.6] : [0];
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      grid: {left: left + GAP, right: widest(candidate.bars.map(bar => bar.text)) + GAP + 4, top: TOP, bottom: BOTTOM},
      xAxis: {
        type: 'value',
        min: value => Math.min(0, value.min),
        splitNumber: 3,
        axisLabel: {color: muted, fontSize: 11, hideOverlap: true, formatter: value => tick(chart, value)},
        splitLine: {lineStyle: {color: colour('line')}}
      },
      yAxis: [
        Object.assign({type: 'category', inverse: true, data: chart.labels,
          axisLabel: {color: ink, fontSize: 12, width: WIDEST, overflow: 'truncate'}}, axis),
        Object.assign({type: 'category', inverse: true, position: 'right', data: candidate.bars.map(label),
          axisLabel: {color: ink, fontSize: 12, rich: {none: {color: muted, fontStyle: 'italic', fontSize: 12}}}}, axis)
      ],
      series: chart.series.map((series, index) => bars(chart, series, index, chart.series.length))
        .concat(chart.series.map((series, index) => whiskers(series, offsets[index])))
    };
  }

  const HIGH = 300;

  function mark(dot) {
    const shapes = {candidate: 'diamond', pareto: 'circle', beaten: 'emptyCircle', baseline: 'emptyRect'};
    return {
      name: dot.name,
      value: [dot.x, dot.y],
      symbol: shapes[dot.kind],
      symbolSize: dot.kind === 'candidate' ? 14 : 9,
      label: {position: dot.kind === 'candidate' ? 'top' : 'right', fontWeight: dot.kind === 'candidate' ? 'bold' : 'normal'},
      itemStyle: {color: colour(dot.kind === 'candidate' ? 'bar' : dot.kind === 'pareto' ? 'other' : 'muted')}
    };
  }

  /** Points with their names, and a line through those that nobody beats. */
  function scatter(chart) {
    const muted = colour('muted');
    const dots = chart.scatter.dots;
    const ends = {type: 'value', scale: true, splitNumber: 4, nameTextStyle: {color: muted, fontSize: 11},
      axisLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: muted, fontSize: 11}, splitLine: {lineStyle: {color: colour('line')}}};
    const best = dots.filter(dot => dot.kind === 'candidate' || dot.kind === 'pareto');
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      grid: {left: 64, right: 110, top: 28, bottom: 40},
      xAxis: Object.assign({name: chart.scatter.x_name, nameLocation: 'middle', nameGap: 26}, ends),
      yAxis: Object.assign({name: chart.scatter.y_name, nameLocation: 'end', nameGap: 12}, ends),
      series: [
        {type: 'line', silent: true, symbol: 'none', lineStyle: {color: colour('other'), width: 1.25, type: [4, 3]},
          data: best.map(dot => [dot.x, dot.y])},
        {type: 'scatter', silent: true, clip: false, data: dots.map(mark), labelLayout: {moveOverlap: 'shiftY'},
          label: {show: true, position: 'right', formatter: '{b}', color: colour('ink'), fontSize: 12}}
      ]
    };
  }

  const PLANE = 340;
  const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];

  /** Upright intervals of a curve's points. */
  function intervals(line, stroke) {
    return {
      type: 'custom',
      silent: true,
      z: 1,
      data: line.marks.filter(mark => mark.low !== undefined).map(mark => [mark.x, mark.low, mark.high]),
      encode: {x: 0, y: [1, 2]},
      renderItem(params, api) {
        const low = api.coord([api.value(0), api.value(1)]);
        const high = api.coord([api.value(0), api.value(2)]);
        const part = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke, lineWidth: 1.25}});
        return {type: 'group', children: [
          part(low[0], low[1], low[0], high[1]), part(low[0] - 3, low[1], low[0] + 3, low[1]), part(low[0] - 3, high[1], low[0] + 3, high[1])]};
      }
    };
  }

  /** Shares against scores; groups differ by shape as well as by colour. */
  function curves(chart) {
    const muted = colour('muted');
    const most = chart.plane.most;
    const lines = chart.plane.lines;
    const axis = {type: 'value', min: 0, max: most, nameTextStyle: {color: muted, fontSize: 11},
      axisLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: muted, fontSize: 11, formatter: value => Math.round(value * 100) + '%'},
      splitLine: {lineStyle: {color: colour('line')}}};
    const tone = index => (lines.length === 1 ? colour('bar') : colour('hue-' + (index % 6 + 1)));
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      legend: {show: lines.length > 1, bottom: 0, itemGap: 18, textStyle: {color: colour('ink'), fontSize: 12}, data: lines.map(line => line.name)},
      grid: {left: 56, right: 24, top: 28, bottom: lines.length > 1 ? 76 : 44},
      xAxis: Object.assign({name: 'mean score', nameLocation: 'middle', nameGap: 26}, axis),
      yAxis: Object.assign({name: 'positive outcomes', nameLocation: 'end', nameTextStyle: {align: 'left'}}, axis, {nameTextStyle: {color: muted, fontSize: 11, align: 'left'}}),
      series: [{type: 'line', silent: true, symbol: 'none', lineStyle: {color: muted, width: 1, type: [3, 3]}, data: [[0, 0], [most, most]]}]
        .concat(lines.map(line => intervals(line, muted)))
        .concat(lines.map((line, index) => ({
          type: 'line', name: line.name, silent: true, symbol: SHAPES[index % SHAPES.length], symbolSize: 8,
          lineStyle: {color: tone(index), width: 1.5}, itemStyle: {color: tone(index)},
          data: line.marks.map(mark => [mark.x, mark.y])
        })))
    };
  }

  function height(chart) {
    return chart.plane ? PLANE : chart.scatter ? HIGH : chart.labels.length * ROW + TOP + BOTTOM;
  }

  function settings(chart) {
    return chart.plane ? curves(chart) : chart.scatter ? scatter(chart) : option(chart);
  }

  function draw() {
    nodes.forEach((node, chart) => {
      if (!node) {
        return;
      }
      node.style.height = height(chart) + 'px';
      const plot = drawn.get(chart) || echarts.init(node, null, {renderer: 'svg'});
      plot.resize({height: height(chart)});
      plot.setOption(settings(chart), true);
      node.querySelector('svg').setAttribute('viewBox', '0 0 ' + plot.getWidth() + ' ' + plot.getHeight());
      drawn.set(chart, plot);
    });
  }

  draw();
  follow(draw);
})();
