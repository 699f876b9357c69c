/**
 * The script of a report page: draws each chart again with Vega when it comes near the screen, so that it answers
 * to the pointer. Until then, and without scripts, the drawing that is in the page stays.
 *
 * It is text, not a function: a compiler would change a function's text, and the page must be the same to the
 * byte wherever it is written. It uses Vega's interpreter, so it needs no `eval`; text goes in as text nodes.
 */
export const pageScript = `(() => {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);

  const showTip = (handler, event, item, value) => {
    if (value === null || value === undefined || value === '') {
      tip.hidden = true;
      return;
    }
    const table = document.createElement('table');
    for (const [name, text] of Object.entries(value)) {
      const row = table.insertRow();
      const head = document.createElement('th');
      head.textContent = name;
      row.append(head);
      row.insertCell().textContent = text;
    }
    tip.replaceChildren(table);
    tip.hidden = false;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const left = event.clientX + 16 > room ? event.clientX - tip.offsetWidth - 16 : event.clientX + 16;
    tip.style.left = Math.max(4, left) + 'px';
    tip.style.top = Math.max(4, Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)) + 'px';
  };

  const unpacked = (data) => {
    for (const source of data) {
      if (source.values === undefined || source.values.fields === undefined) continue;
      const { fields, columns } = source.values;
      source.values = columns[0].map((_, row) => Object.fromEntries(fields.map((field, at) => [field, columns[at][row]])));
    }
    return data;
  };

  const draw = (frame) => {
    const text = document.getElementById('chart-' + frame.dataset.chart + '-spec').textContent;
    const spec = JSON.parse(text);
    spec.data = unpacked(spec.data);
    const place = document.createElement('div');
    const view = new vega.View(vega.parse(spec, null, { ast: true }), {
      container: place,
      expr: expressionInterpreter,
      hover: true,
      renderer: 'svg',
      tooltip: showTip,
    });
    view.runAsync().then(() => frame.replaceChildren(place));
  };

  const frames = [...document.querySelectorAll('[data-chart]')].filter((frame) =>
    document.getElementById('chart-' + frame.dataset.chart + '-spec'),
  );
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: '300px' },
  );
  for (const frame of frames) watcher.observe(frame);
  addEventListener('scroll', () => { tip.hidden = true; }, { passive: true });
})();
`;
