// The page as a browser has it: quiet, accessible, whole without scripts, and on paper.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { names, open, withBrowser } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = [
  { name: 'wide', viewport: { width: 1280, height: 900 } },
  { name: 'phone', viewport: { width: 360, height: 740 } },
];

test('renders without a complaint, a request, or anything that runs, and fits the screen', async () => {
  await withBrowser({}, async (context) => {
    for (const name of [...names, 'swapped']) {
      const { page, noise } = await open(context, name);
      for (const { name: screen, viewport } of screens) {
        await page.setViewportSize(viewport);
        const [content, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= room, `${name} ${screen}: ${content} pixels on ${room}`);
      }
      for (const mark of await page.locator('mark').all().then((all) => all.slice(0, 5))) await mark.hover();
      const ran = await page.evaluate(() => [window.ran, document.scripts.length, getComputedStyle(document.body).display]);
      assert.deepEqual(ran, [undefined, 0, 'block'], name);
      assert.deepEqual(noise, [], name);
      await page.close();
    }
  });
});

test('axe finds no violation, light and dark, wide and narrow', async () => {
  await withBrowser({ bypassCSP: true }, async (context) => {
    for (const name of names) {
      for (const colorScheme of ['light', 'dark']) {
        for (const { name: screen, viewport } of screens) {
          // The long pages are the same elements many times over.
          if (screen === 'phone' && name !== 'article') continue;
          const { page } = await open(context, name);
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate(() => axe.run(document));
          const found = violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`);
          assert.deepEqual(found, [], `${name} ${colorScheme} ${screen}`);
          assert.ok(passes.length > 20, `${passes.length} rules had something to look at`);
          await page.close();
        }
      }
    }
  });
});

test('every link lands', async () => {
  await withBrowser({}, async (context) => {
    for (const name of names) {
      const { page, noise } = await open(context, name);
      const links = await page.evaluate(() =>
        [...document.querySelectorAll('a')].map((a) => [a.getAttribute('href'), a.getAttribute('href')?.startsWith('#') && !!document.getElementById(a.getAttribute('href').slice(1))]));
      assert.ok(links.length > 100);
      assert.deepEqual(links.filter(([, lands]) => !lands), [], name);
      assert.equal(await page.evaluate(() => new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size === document.querySelectorAll('[id]').length), true);
      // Following one shows what it leads to.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const place of ['.stands .fig', '.chart .fig', '.passages .place a', '.back a']) {
        const link = page.locator(place).first();
        if (!(await link.count())) continue;
        const target = (await link.getAttribute('href')).slice(1);
        await link.click();
        const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, target);
        assert.ok(top > -5 && top < 900, `${name} ${place}: #${target} is at ${top}`);
      }
      assert.deepEqual(noise, []);
      await page.close();
    }
  });
});

test('says and shows the same with scripts off, and tells on focus how a word was scored', async () => {
  const look = (javaScriptEnabled) => withBrowser({ javaScriptEnabled, viewport: { width: 1000, height: 800 } }, async (context) => {
    const { page, noise } = await open(context, 'article');
    const picture = await page.screenshot({ fullPage: true });
    await page.locator('article mark').first().focus();
    const tip = page.locator('article mark').first().locator('.tip');
    assert.ok(await tip.isVisible(), 'the score is shown on focus');
    const told = await tip.innerText();
    assert.match(told, /entry .* weight [+−]?\d/);
    assert.deepEqual(noise, []);
    return { picture, told };
  });
  const [on, off] = [await look(true), await look(false)];
  assert.equal(on.told, off.told);
  assert.ok(on.picture.equals(off.picture), 'the pictures differ');
});

test('prints on A4 with everything that is folded on the screen', async () => {
  await withBrowser({}, async (context) => {
    for (const name of ['examples', 'article']) {
      const { page } = await open(context, name);
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      assert.ok(pages >= 3 && pages <= 30, `${name}: ${pages} pages`);
      await page.setViewportSize({ width: 688, height: 1000 });
      await page.emulateMedia({ media: 'print' });
      const printed = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth - innerWidth,
        folded: [...document.querySelectorAll('details table')].filter((table) => table.getBoundingClientRect().height < 10).length,
        navigation: getComputedStyle(document.querySelector('nav')).display,
        ink: getComputedStyle(document.body).color,
      }));
      assert.deepEqual({ ...printed, wide: Math.max(0, printed.wide) }, { wide: 0, folded: 0, navigation: 'none', ink: 'rgb(0, 0, 0)' }, name);
      await page.close();
    }
  });
});
