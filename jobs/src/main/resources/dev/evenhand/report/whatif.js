/** The page on thresholds: sliders, figures and charts from the counts in the page. */
(function () {
  'use strict';
  const {data, colour, palette, base, axis, legend, tooltip, plot, drawn, number, percent, element} = evenhand;
  const {outcomes, together, rates, value, gap, nearest, best} = thresholds;
  const RATES = [['selection', 'Selection rate'], ['truePositive', 'True positive rate'], ['falsePositive', 'False positive rate'],
    ['precision', 'Precision']];
  const POOL = 'small groups together';
  const byId = id => document.getElementById(id);
  const controls = {model: byId('model'), attribute: byId('attribute'), split: byId('split')};
  let shown = null;
  let steps = [];
  let decided = [];

  if (!controls.model) {
    return;
  }

  const words = name => name.replaceAll('_', ' ');
  const nameOf = group => group.name === null ? POOL : group.name;
  const threshold = () => data.models.find(model => model.name === controls.model.value).threshold;
  const selects = (group, step) => step === group.edges.length - 1 ? 'nobody' : step === 0 ? 'everyone' : 'from ' + score(group.edges[step]);
  const money = amount => amount === null ? '–' : (data.worth.currency ? data.worth.currency + '\u00a0' : '') + number(Math.round(amount * 100) / 100);

  function score(edge) {
    return Number.isInteger(edge * 1e5) || edge === 0 ? String(edge) : String(Number(edge.toPrecision(4)));
  }

  function fill(select, values, label) {
    const before = select.value;
    select.replaceChildren(...values.map(each => element('option', {value: each}, label(each))));
    select.value = values.includes(before) ? before : values[0];
  }

  function distinct(values) {
    return [...new Set(values)];
  }

  function choose() {
    const model = controls.model.value;
    const ofModel = data.attributes.filter(each => each.model === model);
    fill(controls.attribute, distinct(inOrder(ofModel).map(each => each.attribute)), words);
    const ofAttribute = inOrder(ofModel).filter(each => each.attribute === controls.attribute.value);
    fill(controls.split, distinct(ofAttribute.map(each => each.split)), split => split + ' split');
    shown = ofAttribute.find(each => each.split === controls.split.value);
    decided = start(shown.groups);
    steps = decided.slice();
    build();
  }

  /** The edges that all groups have, from low to high. */
  function common(groups) {
    return groups[0].edges.filter(edge => groups.every(group => group.edges.includes(edge)));
  }

  /** One threshold for all groups: the model's, or the nearest that all of them have. */
  function startEdge(groups) {
    const inner = common(groups).slice(1, -1);
    return inner[nearest(inner, threshold())];
  }

  function start(groups) {
    const edge = startEdge(groups);
    return groups.map(group => group.edges.indexOf(edge));
  }

  function isExact(groups) {
    return startEdge(groups) === threshold();
  }

  /** Test decisions first, then attributes that have the model's threshold, then the one with the largest gap there. */
  function inOrder(attributes) {
    const gapOf = each => {
      const at = start(each.groups);
      return gap(each.groups.map((group, row) => group.name === null ? null : rates(outcomes(group, at[row])).selection)) || 0;
    };
    return attributes.slice().sort((a, b) => (a.split === 'test' ? 0 : 1) - (b.split === 'test' ? 0 : 1)
      || isExact(b.groups) - isExact(a.groups) || gapOf(b) - gapOf(a));
  }

  function all(at) {
    return together(shown.groups.map((group, row) => outcomes(group, at[row])));
  }

  function gaps(at, rate) {
    return gap(shown.groups.map((group, row) => group.name === null ? null : rates(outcomes(group, at[row]))[rate]));
  }

  const startWord = () => isExact(shown.groups) ? 'as decided' : 'at the start';

  function figure(key, now, before) {
    return element('div', {'data-key': key}, element('dt', {}, ...[].concat(now.label)), element('dd', {},
      element('span', {class: 'big'}, now.text), element('span', {class: 'note'}, before)));
  }

  function keys() {
    const now = all(steps);
    const rate = rates(now);
    const rateBefore = rates(all(decided));
    const before = startWord() + ' ';
    const list = [];
    if (data.worth) {
      list.push(figure('value', {label: 'Value', text: money(value(now, data.worth))}, before + money(value(all(decided), data.worth))));
    }
    list.push(figure('selection-gap', {label: 'Gap in selection rates', text: number(gaps(steps, 'selection'))},
      before + number(gaps(decided, 'selection'))));
    list.push(figure('opportunity-gap', {label: 'Gap in true positive rates', text: number(gaps(steps, 'truePositive'))},
      before + number(gaps(decided, 'truePositive'))));
    list.push(figure('alarm-gap', {label: 'Gap in false positive rates', text: number(gaps(steps, 'falsePositive'))},
      before + number(gaps(decided, 'falsePositive'))));
    list.push(figure('selected', {label: 'Selected', text: percent(rate.selection)}, before + percent(rateBefore.selection)));
    list.push(figure('precision', {label: 'Precision', text: percent(rate.precision)}, before + percent(rateBefore.precision)));
    byId('keys').replaceChildren(...list);
    byId('spoken').textContent = list.map(each => each.querySelector('dt').textContent + ' ' + each.querySelector('.big').textContent).join(', ');
  }

  function cell(row, column, text, before) {
    const made = element('td', {class: 'n', 'data-cell': column});
    made.append(text);
    if (before !== undefined && before !== text) {
      made.append(element('span', {class: 'interval'}, 'was ' + before));
    }
    return made;
  }

  function cells(now, before, name) {
    const rate = rates(now);
    const rateBefore = rates(before);
    const made = [cell(name, 'selected', number(rate.selected) + ' of ' + number(rate.rows))];
    RATES.forEach(([key]) => made.push(cell(name, key, percent(rate[key]), percent(rateBefore[key]))));
    if (data.worth) {
      made.push(cell(name, 'value', money(value(now, data.worth)), money(value(before, data.worth))));
    }
    return made;
  }

  function slider(group, row) {
    const input = element('input', {type: 'range', min: 0, max: group.edges.length - 1, step: 1, id: 'slider-' + row,
      'aria-label': 'Threshold of ' + nameOf(group)});
    input.addEventListener('input', () => {
      steps[row] = Number(input.value);
      update();
    });
    return input;
  }

  /** The table with a slider a group; later changes leave the sliders where they are, for the keyboard's sake. */
  function build() {
    const heads = ['Selected', ...RATES.map(([, label]) => label), ...(data.worth ? ['Value'] : [])];
    const head = element('tr', {}, element('th', {scope: 'col'}, words(shown.attribute).replace(/^./, first => first.toUpperCase())),
      element('th', {scope: 'col'}, 'Threshold'), ...heads.map(text => element('th', {scope: 'col', class: 'n'}, text)));
    const body = element('tbody', {});
    shown.groups.forEach((group, row) => body.append(element('tr', {'data-group': nameOf(group)},
      element('th', {scope: 'row'}, nameOf(group)),
      element('td', {class: 'slide'}, slider(group, row), element('output', {for: 'slider-' + row, id: 'at-' + row})))));
    body.append(element('tr', {class: 'all', 'data-group': 'all'}, element('th', {scope: 'row'}, 'All'), element('td', {})));
    byId('groups').replaceChildren(
      element('caption', {}, 'Each slider stops where a bin of scores begins; in grey, the figures ' + startWord()),
      element('thead', {}, head), body);
    buildOne();
    notes();
    update();
    allSteps();
  }

  function buildOne() {
    const one = byId('one');
    const edges = common(shown.groups);
    one.max = edges.length - 1;
    one.oninput = () => {
      steps = shown.groups.map(group => group.edges.indexOf(edges[Number(one.value)]));
      update();
    };
  }

  function notes() {
    const text = [];
    text.push('The model selects from a score of ' + score(threshold()) + (isExact(shown.groups) ? '.' :
      '. A step there would show too few decisions of some group, so all start at ' + score(startEdge(shown.groups))
        + ', the nearest step that all of them have; the card has the figures as decided.'));
    document.querySelectorAll('.start-word').forEach(node => {
      node.textContent = startWord();
    });
    if (shown.groups.some(group => group.name === null)) {
      text.push('Groups that are too small for a slider of their own are shown together.');
    }
    byId('notes').textContent = text.join(' ');
  }

  function update() {
    shown.groups.forEach((group, row) => {
      const input = byId('slider-' + row);
      input.value = steps[row];
      input.setAttribute('aria-valuetext', selects(group, steps[row]));
      byId('at-' + row).textContent = selects(group, steps[row]);
      const line = input.closest('tr');
      [...line.children].slice(2).forEach(old => old.remove());
      line.append(...cells(outcomes(group, steps[row]), outcomes(group, decided[row]), nameOf(group)));
    });
    const last = document.querySelector('#groups tr.all');
    [...last.children].slice(2).forEach(old => old.remove());
    last.append(...cells(all(steps), all(decided), 'all'));
    sayOne();
    keys();
    charts();
  }

  function sayOne() {
    const at = distinct(shown.groups.map((group, row) => selects(group, steps[row])));
    const one = byId('one');
    const text = at.length === 1 ? at[0] : 'differs by group';
    byId('one-value').textContent = text;
    one.setAttribute('aria-valuetext', text);
    if (at.length === 1) {
      one.value = common(shown.groups).indexOf(shown.groups[0].edges[steps[0]]);
    }
  }

  function charts() {
    document.querySelectorAll('[data-rate]').forEach(node => plot(node, rateChart(node.dataset.rate), 34 * shown.groups.length + 34));
    plot(byId('steps'), stepChart(), 360);
  }

  function rateChart(rate) {
    const at = which => shown.groups.map((group, row) => rates(outcomes(group, which[row]))[rate]);
    return Object.assign(base(), {
      grid: {left: 8, right: 52, top: 4, bottom: 22, containLabel: true},
      xAxis: axis({type: 'value', min: 0, max: top => Math.min(1, Math.max(0.1, Math.ceil(top.max * 10) / 10)), splitNumber: 3,
        axisLabel: {color: colour('muted'), fontSize: 11, hideOverlap: true, formatter: share => Math.round(share * 100) + '%'}}),
      yAxis: axis({type: 'category', inverse: true, data: shown.groups.map(nameOf),
        axisLabel: {color: colour('ink'), fontSize: 12, width: 110, overflow: 'truncate'}}),
      series: [
        {type: 'bar', silent: true, data: at(steps), barWidth: 13, itemStyle: {color: colour('bar'), borderRadius: 1},
          label: {show: true, position: 'right', distance: 8, color: colour('ink'), fontSize: 12, formatter: item => percent(item.value)}},
        {type: 'scatter', silent: true, clip: false, data: at(decided).map((share, row) => [share, row]), symbol: 'rect', symbolSize: [2.5, 24],
          itemStyle: {color: colour('ink')}, z: 5}
      ]
    });
  }

  /** Value by threshold, or the selection rate where the file doesn't say what decisions are worth. */
  function stepChart() {
    const figure = each => data.worth ? value(each, data.worth) : rates(each).selection;
    const text = data.worth ? money : percent;
    byId('steps-title').textContent = data.worth ? 'Value by threshold' : 'Selection rate by threshold';
    const forms = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect', 'circle'];
    const low = Math.min(...shown.groups.map(group => group.edges[1]));
    const high = Math.max(...shown.groups.map(group => group.edges[group.edges.length - 2]));
    const margin = (high - low || 0.1) * 0.08;
    const from = Math.max(0, low - margin);
    const to = Math.min(1, high + margin);
    const place = edge => Math.min(to, Math.max(from, edge));
    return Object.assign(base(), {
      grid: {left: 8, right: 28, top: 40, bottom: 34, containLabel: true},
      legend: legend({}),
      tooltip: tooltip({trigger: 'item', formatter: item => item.seriesName + ', ' + item.data.says + ': ' + text(item.data.value[1])}),
      xAxis: axis({type: 'value', min: from, max: to, name: 'threshold', nameLocation: 'middle', nameGap: 24,
        axisLabel: {color: colour('muted'), fontSize: 12, hideOverlap: true, formatter: edge => score(Math.round(edge * 1000) / 1000)}}),
      yAxis: axis({type: 'value', scale: true, splitNumber: 4, axisLabel: {color: colour('muted'), fontSize: 12,
        formatter: each => data.worth ? number(each) : percent(each)}}),
      series: shown.groups.map((group, row) => ({
        type: 'line', name: nameOf(group), symbol: forms[row % forms.length], lineStyle: {width: 2},
        data: group.edges.map((edge, step) => ({
          value: [place(edge), figure(outcomes(group, step))], says: selects(group, step),
          symbolSize: step === steps[row] ? 15 : 6
        }))
      }))
    });
  }

  function allSteps() {
    const heads = ['Selected', ...RATES.map(([, label]) => label), ...(data.worth ? ['Value'] : [])];
    const rows = shown.groups.flatMap(group => group.edges.map((edge, step) => {
      const here = outcomes(group, step);
      return element('tr', {}, element('th', {scope: 'row'}, nameOf(group)), element('td', {class: 'name'}, selects(group, step)),
        ...cells(here, here, nameOf(group)));
    }));
    byId('all-steps').replaceChildren(element('caption', {}, 'Every step of every group'),
      element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Group'), element('th', {scope: 'col'}, 'Selects'),
        ...heads.map(text => element('th', {scope: 'col', class: 'n'}, text)))),
      element('tbody', {}, ...rows));
  }

  /** The steps with the smallest gap in a rate that leave the rate of all groups about where it was. */
  function even(rate) {
    const aim = rates(all(decided))[rate];
    const loss = at => {
      const here = rates(all(at))[rate];
      return (gaps(at, rate) || 0) + (here === null || aim === null ? 1 : Math.abs(here - aim));
    };
    const near = goal => shown.groups.map(group => best(group, each => {
      const here = rates(each)[rate];
      return here === null ? null : -Math.abs(here - goal);
    }));
    const goals = distinct(shown.groups.flatMap(group => group.edges.map((edge, step) => rates(outcomes(group, step))[rate])))
      .filter(goal => goal !== null);
    return goals.map(near).reduce((found, at) => (loss(at) < loss(found) ? at : found), decided.slice());
  }

  const presets = {
    decided: () => decided.slice(),
    value: () => shown.groups.map(group => best(group, each => value(each, data.worth))),
    selection: () => even('selection'),
    opportunity: () => even('truePositive')
  };

  document.querySelectorAll('[data-preset]').forEach(button => button.addEventListener('click', () => {
    steps = presets[button.dataset.preset]();
    update();
  }));
  byId('best-value').hidden = !data.worth;
  const candidate = data.models.find(model => model.is_candidate);
  fill(controls.model, data.models.map(model => model.name).filter(name => data.attributes.some(each => each.model === name)),
    name => name + (candidate && candidate.name === name ? ' (candidate)' : ''));
  Object.values(controls).forEach(select => select.addEventListener('change', choose));
  choose();
  drawn(charts);
})();
