/** Draws the charts of a page from its data; the page has the same figures in tables. */
(function () {
  'use strict';
  const {data, colour, base, axis, legend, tooltip, plot, drawn, number} = evenhand;

  function points(chart) {
    const dot = series => ({
      name: series.name, value: series.values,
      symbol: series.is_main ? 'diamond' : 'circle', symbolSize: series.is_main ? 16 : 10,
      itemStyle: {color: colour(series.is_main ? 'bar' : 'other')},
      label: {fontWeight: series.is_main ? 'bold' : 'normal', position: series.is_main ? 'top' : 'right'}
    });
    const ends = {type: 'value', scale: true, splitNumber: 4};
    return [Object.assign(base(), {
      grid: {left: 52, right: 120, top: 30, bottom: 44},
      xAxis: axis(Object.assign({name: chart.x_name, nameLocation: 'middle', nameGap: 28}, ends)),
      yAxis: axis(Object.assign({name: chart.y_name, nameLocation: 'end'}, ends)),
      series: [{type: 'scatter', silent: true, clip: false, data: chart.series.map(dot), labelLayout: {moveOverlap: 'shiftY'},
        label: {show: true, position: 'right', formatter: '{b}', color: colour('ink'), fontSize: 12}}]
    }), 320];
  }

  function lines(chart) {
    return [Object.assign(base(), {
      grid: {left: 56, right: 24, top: 14, bottom: 30},
      tooltip: tooltip({trigger: 'axis', valueFormatter: number}),
      xAxis: axis({type: 'category', data: chart.labels, boundaryGap: chart.labels.length < 3}),
      yAxis: axis({type: 'value', scale: true, splitNumber: 4,
        min: range => range.min === range.max ? range.min - 0.05 : null, max: range => range.min === range.max ? range.max + 0.05 : null,
        axisLabel: {color: colour('muted'), fontSize: 12, formatter: value => String(Math.round(value * 1000) / 1000)}}),
      series: chart.series.map(series => ({
        type: 'line', name: series.name, data: series.values, symbol: series.is_main ? 'diamond' : 'circle',
        symbolSize: series.is_main ? 9 : 6, connectNulls: true,
        itemStyle: {color: colour(series.is_main ? 'bar' : 'other')},
        lineStyle: {color: colour(series.is_main ? 'bar' : 'other'), width: 2, type: series.is_main ? 'solid' : [5, 4]}
      }))
    }), 240];
  }

  function stack(chart) {
    const labels = chart.labels;
    return [Object.assign(base(), {
      grid: {left: 96, right: 24, top: 62, bottom: 44},
      legend: legend({type: 'plain'}),
      tooltip: tooltip({trigger: 'item', formatter: item => item.seriesName + ': ' + number(item.value) + ' ' + chart.y_name}),
      xAxis: axis({type: 'value', name: chart.y_name, nameLocation: 'middle', nameGap: 28}),
      yAxis: axis({type: 'category', inverse: true, data: labels, axisLabel: {color: colour('ink'), fontSize: 12}}),
      series: chart.series.map((series, index) => ({
        type: 'bar', stack: 'all', name: series.name, data: series.values, barMaxWidth: 26,
        itemStyle: {borderColor: colour('paper'), borderWidth: 1,
          decal: index < 8 ? undefined : {symbol: 'rect', dashArrayX: [2, 0], dashArrayY: [2, 4], rotation: 0.8, color: colour('paper')}}
      }))
    }), 120 + 34 * labels.length];
  }

  const kinds = {POINTS: points, LINES: lines, STACK: stack};
  data.forEach(chart => {
    const node = document.querySelector('[data-chart="' + CSS.escape(chart.id) + '"]');
    if (node) {
      drawn(() => plot(node, ...kinds[chart.kind](chart)));
    }
  });
})();
