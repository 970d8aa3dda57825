/** The page on trends: any figure of the metric tables over runs, as lines and as a table. */
(function () {
  'use strict';
  const {data, colour, base, axis, legend, tooltip, plot, drawn, number, element} = evenhand;
  const byId = id => document.getElementById(id);
  const selects = {about: byId('about'), metric: byId('metric'), of: byId('of'), model: byId('model')};
  const ORDER = ['performance', 'fairness', 'balance', 'privacy', 'quality', 'drift', 'energy'];
  const FIRST = ['roc_auc', 'demographic_parity_difference', 'share', 'rows_in'];
  const KNOWN = {roc_auc: 'ROC AUC', pr_auc: 'PR AUC', f1: 'F1'};
  const figures = data.lines.map(([about, metric, statistic, model, dataset, attribute, group, reference, values]) =>
    ({about, metric, statistic, model, dataset, attribute, group, reference, values}));
  let lines = [];

  if (!selects.about) {
    return;
  }

  const distinct = values => [...new Set(values)];
  const words = name => name.replaceAll('_', ' ');
  const title = name => KNOWN[name] || words(name).replace(/^./, first => first.toUpperCase());

  /** For example: ["age_band","origin"] is age band × origin. */
  function attribute(name) {
    return words(name.startsWith('[') ? JSON.parse(name).join(' × ') : name);
  }

  function metricOf(line) {
    const plain = line.statistic === 'value' || line.metric.endsWith('_' + line.statistic);
    return JSON.stringify([line.metric, plain ? '' : line.statistic, line.reference || '']);
  }

  function metricText(key) {
    const [metric, statistic, reference] = JSON.parse(key);
    const against = reference && reference !== 'between_groups' ? ', against ' + words(reference) : '';
    return title(metric) + (statistic ? ', ' + words(statistic) : '') + against;
  }

  function ofKind(line) {
    return JSON.stringify(line.attribute === null ? ['all'] : [line.group === null ? 'between' : 'groups', line.attribute]);
  }

  function ofText(key) {
    const [kind, name] = JSON.parse(key);
    return kind === 'all' ? 'all rows' : kind === 'between' ? 'between groups of ' + attribute(name) : 'each group of ' + attribute(name);
  }

  function fill(select, values, text) {
    const before = select.value;
    select.replaceChildren(...values.map(value => element('option', {value}, text(value))));
    select.value = values.includes(before) ? before : values[0];
  }

  function rank(list) {
    return (a, b) => (list.indexOf(a) + 1 || 99) - (list.indexOf(b) + 1 || 99);
  }

  function choose() {
    fill(selects.about, distinct(figures.map(line => line.about)).sort(rank(ORDER)), title);
    const about = figures.filter(line => line.about === selects.about.value);
    const metrics = distinct(about.map(metricOf));
    metrics.sort((a, b) => rank(FIRST)(JSON.parse(a)[0], JSON.parse(b)[0]) || metricText(a).localeCompare(metricText(b), 'en'));
    fill(selects.metric, metrics, metricText);
    const metric = about.filter(line => metricOf(line) === selects.metric.value);
    fill(selects.of, distinct(metric.map(ofKind)).sort(), ofText);
    const kind = metric.filter(line => ofKind(line) === selects.of.value);
    const models = distinct(kind.map(line => line.model)).filter(model => model !== null);
    const byGroup = JSON.parse(selects.of.value)[0] === 'groups' && models.length > 0;
    const last = data.runs[data.runs.length - 1].candidate;
    models.sort((a, b) => (a === last ? 0 : 1) - (b === last ? 0 : 1) || a.localeCompare(b, 'en'));
    fill(selects.model, byGroup ? models : ['all'], name => name);
    byId('model-label').hidden = !byGroup;
    lines = byGroup ? kind.filter(line => line.model === selects.model.value) : kind;
    show();
  }

  function nameOf(line) {
    const datasets = distinct(lines.map(each => each.dataset)).length > 1;
    return [line.group === null ? null : line.group, line.group === null || !selects.model.value || selects.model.value === 'all' ? line.model : null,
      datasets ? line.dataset : null].filter(part => part !== null).join(', ') || 'all';
  }

  function show() {
    byId('trend-title').textContent = metricText(selects.metric.value) + ', ' + ofText(selects.of.value)
      + (byId('model-label').hidden ? '' : ', ' + selects.model.value);
    const head = element('tr', {}, element('th', {scope: 'col'}, 'As of'), ...lines.map(line => element('th', {scope: 'col', class: 'n'}, nameOf(line))));
    const rows = data.runs.map((run, index) => element('tr', {},
      element('th', {scope: 'row'}, element('a', {href: 'runs/' + run.id + '.html'}, run.day)),
      ...lines.map(line => element('td', {class: 'n'}, number(line.values[index])))));
    byId('figures').replaceChildren(element('caption', {}, 'One row a run, the oldest first; – where there is none that may be shown'),
      element('thead', {}, head), element('tbody', {}, ...rows));
    draw();
  }

  function draw() {
    const forms = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow', 'circle'];
    plot(byId('trend'), Object.assign(base(), {
      grid: {left: 8, right: 28, top: 44, bottom: 8, containLabel: true},
      legend: legend({}),
      tooltip: tooltip({trigger: 'axis', valueFormatter: number}),
      xAxis: axis({type: 'category', data: data.runs.map(run => run.day), boundaryGap: data.runs.length < 3}),
      yAxis: axis({type: 'value', scale: true, splitNumber: 5, axisLabel: {color: colour('muted'), fontSize: 12, formatter: number}}),
      series: lines.map((line, index) => ({
        type: 'line', name: nameOf(line), data: line.values, connectNulls: true, symbol: forms[index % forms.length], symbolSize: 8,
        lineStyle: {width: 2, type: index < 8 ? 'solid' : [5, 4]}
      }))
    }), 380);
  }

  Object.values(selects).forEach(select => select.addEventListener('change', choose));
  choose();
  drawn(draw);
})();
