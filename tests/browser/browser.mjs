// A headless Chromium of the system, and the reports that the tests open.
import { chromium } from 'playwright-core';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

// The folder that `cargo test --test report` leaves.
export const reports = process.env.REPORTS ?? '';
if (!existsSync(join(reports, 'examples', 'report.html'))) {
  throw new Error(`no reports in "${reports}" (run tests/browser/run)`);
}

export const names = ['examples', 'article', 'corpus', 'hostile'];

// A browser with a profile of its own, until `use` is done.
export async function withBrowser(options, use) {
  const profile = mkdtempSync(join(tmpdir(), 'demarche-browser-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args, ...options });
  context.setDefaultTimeout(60_000);
  try {
    return await use(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

// Opens a report; whatever it asks for or complains about is in `noise`.
export async function open(context, name) {
  const page = await context.newPage();
  const url = pathToFileURL(join(reports, name, 'report.html')).href;
  const noise = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error}`));
  page.on('dialog', (dialog) => { noise.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url) noise.push(`request: ${request.url()}`); });
  await page.goto(url);
  return { page, noise };
}

// The rows of a table of a report, as objects.
export function rows(name, table) {
  const text = readFileSync(join(reports, name, `${table}.csv`), 'utf8');
  // A word that a spreadsheet would run is guarded by an apostrophe.
  const unguarded = (cell) => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
  return parse(text, { columns: true, cast: (cell, { header }) => (header ? cell : unguarded(cell)) });
}

export function record(name) {
  return JSON.parse(readFileSync(join(reports, name, 'run.json'), 'utf8'));
}
