import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { htmlReport } from '../src/reports/html.ts';
import { inventedReport } from '../test/reports/invented.ts';
import { Chromium, Page } from '../test/support/chromium.ts';
import { ms, printFigures } from './figure.ts';
import { p50, percentile } from './samples.ts';

const RECORDINGS = 10_000;
const OPENINGS = 5;
const KEYS = 'esxcli network nic list';

/** How soon the HTML report of many recordings can be used, and how soon it answers a key. In a real Chromium. */
export async function report(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const [full, empty] = [join(folder, 'full.html'), join(folder, 'empty.html')];
    const pieces = [...htmlReport(inventedReport(RECORDINGS))].join('');
    await writeFile(full, pieces);
    await writeFile(empty, '<!doctype html><title>empty</title><body>');
    await using browser = await Chromium.open();
    const times = { full: [] as number[], empty: [] as number[] };
    const keys: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      times.empty.push(await opening(browser, empty));
      times.full.push(await opening(browser, full, keys));
    }
    const [opened, bare] = [p50(times.full), p50(times.empty)];
    const slowest = Math.max(...times.full);
    const key = percentile(keys, 0.95);
    printFigures(`HTML report of ${RECORDINGS} recordings, ${(pieces.length / 1e6).toFixed(1)} MB`, [
      {
        name: 'opens',
        measured: `${ms(opened)}, slowest ${ms(slowest)}; an empty page ${ms(bare)}, ${(opened / bare).toFixed(1)} times`,
        wanted: '≤ 2 s',
        met: slowest <= 2000,
      },
      { name: 'key of a filter to paint, p95', measured: ms(key), wanted: '≤ 100 ms', met: key <= 100 },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** ms from asking for the page until it has been painted with its list; then the time of each key in the filter. */
async function opening(browser: Chromium, path: string, keys: number[] = []): Promise<number> {
  await using page = await Page.open(browser);
  const begun = performance.now();
  await page.goTo(pathToFileURL(path).href);
  await page.value(PAINTED);
  const opened = performance.now() - begun;
  const hasFilter = await page.value<boolean>('document.getElementById("text") !== null');
  if (hasFilter) keys.push(...(await page.value<number[]>(TYPED)));
  return opened;
}

const PAINTED = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))';

/** Types into the filter a key after the other, each after the paint of the one before. */
const TYPED = `(async () => {
  const times = [];
  for (const key of ${JSON.stringify(KEYS)}) {
    const begun = performance.now();
    text.value += key;
    text.dispatchEvent(new Event('input'));
    await ${PAINTED};
    times.push(performance.now() - begun);
  }
  return times;
})()`;
