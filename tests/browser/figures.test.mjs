// Every number of a report is that of a table, and leads to its passages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { names, open, record, rows, withBrowser } from './browser.mjs';

const number = (shown) => Number(shown.replace(/−/g, '-').replace(/,/g, '').match(/[+-]?\d+(\.\d+)?/)?.[0]);
const decimals = (shown) => shown.match(/\.(\d+)/)?.[1].length ?? 0;
const plain = (text) => text.replace(/−/g, '-');

function assertShown(shown, written, where) {
  assert.notEqual(written, '', `${where}: the cell is empty, the page says ${shown}`);
  const off = Math.abs(number(shown) - written);
  assert.ok(off <= 0.5000001 * 10 ** -decimals(shown), `${where}: the page says ${shown}, the table ${written}`);
}

for (const name of names) {
  test(`${name}: every figure equals its cell and leads to its passages`, async () => {
    const tables = {};
    const table = (of) => (tables[of] ??= rows(name, of));
    const figures = await withBrowser({}, async (context) => {
      const { page } = await open(context, name);
      return page.evaluate(() =>
        [...document.querySelectorAll('[data-cell],[data-cells],[data-sum],[data-rows],[data-run]')].map((element) => {
          const link = element.closest('a') ?? element.parentElement.closest('td, p, li')?.querySelector('a[href]');
          const target = link && document.getElementById(link.getAttribute('href').slice(1));
          return {
            ...element.dataset,
            text: element.textContent,
            href: link?.getAttribute('href') ?? '',
            // What a word of a passage scores stands in the passage itself.
            lands: !!target || !!element.closest('.passages li, article.text'),
            row: element.closest('tr')?.querySelector('th')?.textContent.trim() ?? '',
          };
        }));
    });
    assert.ok(figures.length > 100, `${figures.length} figures`);
    let compared = 0;
    for (const figure of figures) {
      const where = `${name} ${figure.cell ?? figure.cells ?? figure.sum ?? figure.rows ?? figure.run}`;
      if (figure.cell) {
        const [of, row, column] = figure.cell.split('/');
        const cells = table(of)[row - 1];
        assert.ok(cells && column in cells, `${where} is no cell`);
        if (['proposition', 'reading', 'message'].includes(column)) {
          assert.equal(plain(figure.text), plain(cells[column]), where);
          continue;
        }
        assertShown(figure.text, cells[column], where);
        // The row is the one that its heading names.
        if (of === 'terms') assert.equal(figure.row, cells.form.trim(), where);
        if (of === 'timeline') assert.equal(figure.row, cells.period, where);
        if (figure.row && ['positions', 'comparison'].includes(of)) {
          const label = table('comparison').find((row) => row.issue === cells.issue).label;
          assert.equal(figure.row, label.trim(), where);
        }
      } else if (figure.cells) {
        const [of, list, column] = figure.cells.split('/');
        assertShown(figure.text, list.split('+').reduce((sum, row) => sum + Number(table(of)[row - 1][column]), 0), where);
      } else if (figure.sum) {
        const [of, column] = figure.sum.split('/');
        assertShown(figure.text, table(of).reduce((sum, row) => sum + Number(row[column]), 0), where);
      } else if (figure.rows) {
        const [of, issue, side, column] = figure.rows.split('/').map((part) => part.replace(/^\w+=/, ''));
        const bears = (row) => row.issue === issue && row.side === side && row.statement && Number(row[column]) !== 0;
        assertShown(figure.text, table(of).filter(bears).length, where);
      } else {
        const run = record(name);
        const value = figure.run.startsWith('settings/') ? run.settings[figure.run.slice(9)] : run[figure.run] ?? run.counts[figure.run];
        const shown = Array.isArray(value) ? value.join(', ') || 'none' : `${value ?? 'none'}`;
        if (typeof value === 'number') assertShown(figure.text, value, where);
        else assert.equal(figure.text.replace(/(\d),(\d)/g, '$1$2'), shown, where);
        continue;
      }
      assert.ok(figure.lands, `${where}: ${figure.text} leads to ${figure.href || 'nothing'}`);
      compared += 1;
    }
    assert.ok(compared > 100, `${compared} figures`);
  });

  test(`${name}: no number stands there without its cell`, async () => {
    if (name === 'hostile') return; // its labels and names are full of numbers
    const strays = await withBrowser({}, async (context) => {
      const { page } = await open(context, name);
      return page.evaluate(() => {
        // Words of the texts, names of documents, entries of the lexicon, axes, dates, and what the method says.
        const known = '[data-cell],[data-cells],[data-sum],[data-rows],[data-run],.axis,time,blockquote,.place,.words,.text,.tip,'
          + 'mark,code,.method,dt,dd,h1,h2,h3,th,figcaption,nav,.strip > p,.answer,style,title,.cautions,svg';
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const strays = [];
        while (walker.nextNode()) {
          const node = walker.currentNode;
          if (/\d/.test(node.data) && !node.parentElement.closest(known)) strays.push(node.data.trim());
        }
        return strays;
      });
    });
    assert.deepEqual(strays, []);
  });
}

test('the answer has no number beside its figures but those of its terms', async () => {
  await withBrowser({}, async (context) => {
    for (const name of names.filter((name) => name !== 'hostile')) {
      const { page } = await open(context, name);
      const words = await page.evaluate(() =>
        [...document.querySelectorAll('.answer p')].map((p) => [...p.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join('|')).join(' '));
      assert.deepEqual(words.match(/\d[\d,.]*/g).filter((found) => !['1,000', '95'].includes(found)), [], words);
    }
  });
});
