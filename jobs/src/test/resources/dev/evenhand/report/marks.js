/** What a chart draws of its data, and what is left of it once its data are taken away. */
node => {
  const chart = echarts.getInstanceByDom(node);
  const value = item => (item !== null && typeof item === 'object' && !Array.isArray(item) ? item.value : item);
  const isFilled = item => [].concat(value(item)).every(number => typeof number === 'number' && isFinite(number));

  /** Shapes of each series' own with an extent: no axis, no legend, no text. */
  const marks = () => chart.getModel().getSeries().map(series => {
    let shapes = 0;
    chart.getViewOfSeriesModel(series).group.traverse(shape => {
      const box = shape.isGroup || shape.invisible || shape.ignore || shape.type === 'text' ? null : shape.getBoundingRect();
      shapes += box !== null && box.width + box.height > 0 ? 1 : 0;
    });
    return shapes;
  });

  const series = chart.getOption().series;
  const found = {
    least: series.map(each => (each.symbol === 'none' ? 1 : each.data.filter(isFilled).length)),
    optional: series.map(each => each.type === 'custom'),
    marks: marks(),
    paths: node.querySelectorAll('svg path').length
  };
  chart.setOption({series: series.map(() => ({data: []}))});
  found.without = marks();
  return found;
}
