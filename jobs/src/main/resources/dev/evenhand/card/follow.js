/** Draws again whenever the page's width, its colours or its paper ask for it. */
function follow(draw) {
  'use strict';
  const root = document.documentElement.style;
  let waiting;
  let opened = [];

  /** The colours that the style has for paper; charts are drawn before the page is laid out for it. */
  function paperColours() {
    return [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
      .filter(rule => rule.media && rule.media.mediaText === 'print').flatMap(rule => [...rule.cssRules])
      .filter(rule => rule.selectorText === ':root')
      .flatMap(rule => [...rule.style].filter(name => name.startsWith('--')).map(name => [name, rule.style.getPropertyValue(name)]));
  }

  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 120);
  });
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach(each => { each.open = true; });
    paperColours().forEach(([name, value]) => root.setProperty(name, value));
    draw();
  });
  window.addEventListener('afterprint', () => {
    opened.forEach(each => { each.open = false; });
    paperColours().forEach(([name]) => root.removeProperty(name));
    draw();
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}
