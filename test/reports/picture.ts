import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { htmlReport } from '../../src/reports/html.ts';
import { Chromium, Page } from '../support/chromium.ts';
import { inventedReport } from './invented.ts';

/** Makes the picture of docs/verify-reports.md: node dist/test/reports/picture.js docs/verify-report.png */
const folder = await mkdtemp(join(tmpdir(), 'tapehead-picture-'));
try {
  const path = join(folder, 'report.html');
  await writeFile(path, [...htmlReport(inventedReport(240))].join(''));
  await using browser = await Chromium.open();
  await using page = await Page.open(browser, { width: 1200, height: 640 });
  await page.goTo(pathToFileURL(path).href);
  await page.value('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await writeFile(process.argv[2] ?? 'verify-report.png', await page.screenshot());
} finally {
  await rm(folder, { recursive: true });
}
