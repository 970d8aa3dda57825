/** What the page's scripts share: its data, its colours, and charts that follow the theme and the width. */
const evenhand = (function () {
  'use strict';
  const drawings = [];
  const plots = new Map();

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  /** Colours of lines that are told apart by their form, too. */
  function palette() {
    return ['line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'line-6', 'line-7', 'line-8'].map(colour);
  }

  function base() {
    return {animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}, color: palette()};
  }

  function axis(more) {
    return Object.assign({
      axisLine: {show: false}, axisTick: {show: false}, nameTextStyle: {color: colour('muted'), fontSize: 12},
      axisLabel: {color: colour('muted'), fontSize: 12, hideOverlap: true}, splitLine: {lineStyle: {color: colour('line')}}
    }, more);
  }

  function legend(more) {
    return Object.assign({textStyle: {color: colour('ink'), fontSize: 12}, inactiveColor: colour('muted'), itemWidth: 22, itemHeight: 9,
      itemGap: 16, left: 0, top: 0, type: 'scroll', pageIconColor: colour('accent'), pageTextStyle: {color: colour('muted')}}, more);
  }

  function tooltip(more) {
    return Object.assign({backgroundColor: colour('raised'), borderColor: colour('strong-line'),
      textStyle: {color: colour('ink'), fontSize: 12}, confine: true}, more);
  }

  function plot(node, option, height) {
    if (height) {
      node.style.height = height + 'px';
    }
    const there = plots.get(node) || echarts.init(node, null, {renderer: 'svg'});
    there.resize({height});
    there.setOption(option, true);
    node.querySelector('svg').setAttribute('viewBox', '0 0 ' + there.getWidth() + ' ' + there.getHeight());
    plots.set(node, there);
  }

  /** Does this now, and again when the width or the theme changes. */
  function drawn(draw) {
    drawings.push(draw);
    draw();
  }

  function redraw() {
    drawings.forEach(draw => draw());
  }

  follow(redraw);

  /** A number for a person: enough digits to tell apart, thousands apart. */
  function number(value) {
    if (value === null || value === undefined || !isFinite(value)) {
      return '–';
    }
    const size = Math.abs(value);
    const places = size >= 1000 || Number.isInteger(value) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.0005 || size === 0 ? 3 : 6;
    return value.toLocaleString('en', {maximumFractionDigits: places, minimumFractionDigits: places === 3 ? 3 : 0}).replace('-', '−');
  }

  function percent(share) {
    return share === null ? '–' : (share * 100).toFixed(1) + '%';
  }

  /** An element with text and attributes; no markup passes from the data to the page. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    children.forEach(child => made.append(child));
    return made;
  }

  return {
    data: JSON.parse(document.getElementById('data').textContent),
    colour, palette, base, axis, legend, tooltip, plot, drawn, number, percent, element
  };
})();
