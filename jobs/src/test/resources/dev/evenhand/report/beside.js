/** Figures of a chart that the table which its label points to lacks. */
node => {
  const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const all = [...document.querySelectorAll('table')];
  const after = all.filter(table => follows(node, table));
  const end = after.length === 0 ? undefined
    : [...document.querySelectorAll('.chart, h2, h3')].find(each => follows(after[0], each));
  const near = /table (above|of runs)/.test(node.getAttribute('aria-label'))
    ? all.filter(table => !follows(node, table)).slice(-1)
    : after.filter((table, index) => index === 0 || end === undefined || follows(table, end));
  if (near.length === 0) {
    return ['no table'];
  }

  const texts = cell => [...cell.childNodes].map(child => child.textContent.trim());

  /** Numbers that a cell shows, each with how far the exact one may lie from it. */
  function shown(cell) {
    const text = texts(cell).join(' ').replaceAll(',', '').replaceAll('\u2212', '-')
      .replace(/(\d)\u2013(-?[\d.]+%)/g, '$1%\u2013$2');
    const time = text.match(/(?:(\d+) h )?(\d+) min(?: (\d+) s)?/);
    if (time) {
      return [[(time[1] || 0) * 3600 + time[2] * 60 + Number(time[3] || 0), time[1] ? 30 : 0.5]];
    }
    return [...text.matchAll(/-?\d+(?:\.(\d+))?(%?)/g)].map(([number, places, percent]) => {
      const unit = percent ? 0.01 : 1;
      return [parseFloat(number) * unit, 0.5 * unit / 10 ** (places || '').length];
    });
  }

  const has = (cell, value) => (value === 0 && texts(cell).join('') === '\u2013')
    || shown(cell).some(([number, play]) => Math.abs(number - value) <= play + Math.abs(value) * 2e-5 + 1e-9);

  const option = echarts.getInstanceByDom(node).getOption();
  const axis = [...option.xAxis, ...option.yAxis].find(each => each.type === 'category');
  const labels = axis ? axis.data : [];
  const figure = node.closest('figure');
  const title = figure && figure.querySelector('figcaption') ? figure.querySelector('figcaption').textContent : '';

  /** Names of the row in which values stand, its number, and the values. */
  function entry(series, item, index) {
    const isObject = item !== null && typeof item === 'object' && !Array.isArray(item);
    const value = isObject ? item.value : item;
    if (!Array.isArray(value)) {
      return [[labels[index]], index, [value]];
    }
    if (axis) {
      const row = series.type === 'custom' ? value[0] : value[1];
      return [[labels[row]], row, series.type === 'custom' ? value.slice(1) : [value[0]]];
    }
    return isObject && item.says ? [[series.name, item.says], index, [value[1]]] : [[isObject ? item.name : series.name], index, value];
  }

  function rows(table, names, index) {
    const lines = [...table.tBodies].flatMap(body => [...body.rows]);
    const named = lines.filter(line => names.every(name => [...line.cells].some(cell => texts(cell).includes(name))));
    return named.length > 0 ? named : axis && lines.length === labels.length ? [lines[index]] : axis ? [] : lines;
  }

  /** The column of the series or of the chart, or every one that does not name the row. */
  function cells(table, line, name) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells].map(cell => cell.textContent.trim().toLowerCase());
    const at = [name, title].map(each => heads.indexOf(String(each).trim().toLowerCase())).find(found => found >= 0);
    return at === undefined ? [...line.cells].filter(cell => cell.tagName === 'TD') : [line.cells[at]];
  }

  function isThere(name, names, index, values) {
    const own = near.filter(table => table.caption && table.caption.textContent.startsWith(name + ' '));
    return (own.length > 0 ? own : near).some(table => rows(table, names, index).some(line =>
      values.every(value => cells(table, line, name).some(cell => has(cell, value)))));
  }

  return option.series.filter(series => series.symbol !== 'none').flatMap(series => series.data
    .map((item, index) => entry(series, item, index))
    .filter(([, , values]) => values.every(value => typeof value === 'number' && isFinite(value)))
    .filter(([names, index, values]) => !isThere(series.name, names, index, values))
    .map(([names, , values]) => series.name + ', ' + names.join(' ') + ': ' + values.join(' and ')));
}
