import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { htmlReport } from '../../src/reports/html.ts';
import type { VerifyReport } from '../../src/verified.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { Chromium, Page } from '../support/chromium.ts';
import { needs } from '../support/needs.ts';
import { HOSTILE, hostileReport, UNSEEN } from './hostile.ts';
import { inventedReport } from './invented.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

needs('chromium')('the HTML report, in a browser', () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await Chromium.open();
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  async function opened(report: VerifyReport, size: { width?: number; dark?: boolean } = {}): Promise<Page> {
    const path = join(await testFolder(), 'report.html');
    await writeFile(path, [...htmlReport(report)].join(''));
    const page = await Page.open(browser, size);
    onTestFinished(() => page[Symbol.asyncDispose]());
    await page.goTo(pathToFileURL(path).href);
    return page;
  }
  const shown = (page: Page): Promise<string> => page.value(`document.getElementById('shown').textContent`);
  const heading = (page: Page): Promise<string> =>
    page.value(`document.querySelector('#detail h2').textContent`);
  const focused = (page: Page): Promise<string> => page.value('document.activeElement.id');
  const nothing = { requests: [], console: [], dialogs: [] };

  it('opens with what needs attention, asks for nothing, and complains of nothing', async () => {
    const page = await opened(inventedReport(120));
    expect(await shown(page)).toBe('26 of 120 recordings');
    expect(await heading(page)).toBe('esxcli network nic list');
    expect(await page.value('document.querySelectorAll("#detail mark").length')).toBe(6);
    expect(page.doings).toEqual(nothing);
  });

  it('filters by verdict, host and text', async () => {
    const page = await opened(inventedReport(120));
    await page.value(`document.querySelectorAll('#verdicts button')[1].click()`);
    expect(await shown(page)).toBe('22 of 120 recordings');
    for (let i = 1; i < 5; i++)
      await page.value(`document.querySelectorAll('#verdicts button')[${i}].click()`);
    expect(await shown(page)).toBe('120 recordings');
    await page.value(`(host.value = '2', host.dispatchEvent(new Event('change')))`);
    expect(await shown(page)).toBe('40 of 120 recordings');
    await page.press('/');
    await page.type('VMSVC storage.cassette');
    expect(await shown(page)).toMatch(/^[1-9] of 120 recordings$/);
    expect(await heading(page)).toContain('vim-cmd vmsvc');
    await page.type('zzz');
    expect(await shown(page)).toBe('0 of 120 recordings');
    expect(await page.value('detail.textContent')).toBe('No recording passes these filters.');
    expect(page.doings).toEqual(nothing);
  });

  it('can be walked with the keyboard alone', async () => {
    const page = await opened(inventedReport(120));
    expect(await focused(page)).toBe('list');
    const first = await heading(page);
    for (const key of ['j', 'ArrowDown', 'k', 'ArrowUp', 'k']) await page.press(key);
    expect(await heading(page)).toBe(first);
    await page.press('End');
    expect(
      await page.value(`document.querySelector('[aria-selected=true]').getAttribute('aria-posinset')`),
    ).toBe('26');
    expect(
      await page.value(`document.getElementById(list.getAttribute('aria-activedescendant')).textContent`),
    ).toContain('#1');
    await page.press('Home');
    await page.press('Enter');
    expect(await focused(page)).toBe('detail');
    await page.press('Escape');
    expect(await focused(page)).toBe('list');
    await page.press('/');
    expect(await focused(page)).toBe('text');
    await page.type('j/');
    expect(await page.value('document.getElementById("text").value')).toBe('j/');
    await page.press('Escape');
    expect(await focused(page)).toBe('list');
  });

  it('goes between side by side and unified', async () => {
    const page = await opened(inventedReport(120));
    const columns = (): Promise<number> =>
      page.value('document.querySelectorAll("#detail .diff col").length');
    const before = await columns();
    await page.press('s');
    expect([before, await columns()].sort()).toEqual([3, 4]);
  });

  it('fits a narrow screen, the recording over the list', async () => {
    const page = await opened(inventedReport(120), { width: 400 });
    expect(await page.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    await page.press('Enter');
    expect(await page.value('detail.offsetWidth')).toBe(400);
    await page.press('Escape');
    expect(await page.value('detail.offsetWidth')).toBe(0);
  });

  it('has the colours of the system until others are chosen', async () => {
    const page = await opened(inventedReport(5), { dark: true });
    const ground = (): Promise<string> => page.value('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.value('theme.click()');
    expect(await ground()).not.toBe(dark);
    await page.value('theme.click()');
    expect(await ground()).toBe(dark);
  });

  it('has only the rows in it that are seen', async () => {
    const page = await opened(inventedReport(3000));
    expect(await page.value('document.querySelectorAll(".row").length')).toBeLessThan(60);
  });

  it('shows hostile texts, and does nothing of what they say', async () => {
    const page = await opened(hostileReport());
    for (let i = 0; i < 3 * HOSTILE.length; i++) {
      await page.press('j');
      expect(await page.value<string>('document.querySelector("main").textContent')).not.toMatch(UNSEEN);
    }
    await page.press('Home');
    expect(await heading(page)).toBe('<script>alert(1)</script>');
    expect(await page.value('document.querySelectorAll("script, img, svg, iframe, a, link").length')).toBe(3);
    expect(page.doings).toEqual(nothing);
  });

  it('runs no script but its own, were one in it', async () => {
    const path = join(await testFolder(), 'report.html');
    const text = [...htmlReport(inventedReport(5))].join('');
    await writeFile(
      path,
      text.replace('<noscript', '<script>alert(9)</script><img src="http://127.0.0.1:9/x.png"><noscript'),
    );
    const page = await Page.open(browser);
    onTestFinished(() => page[Symbol.asyncDispose]());
    const noting = `violated = []; addEventListener('securitypolicyviolation', (it) => violated.push(it.effectiveDirective))`;
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: noting });
    await page.goTo(pathToFileURL(path).href);
    expect(page.doings.dialogs).toEqual([]);
    expect(await page.value('violated.sort()')).toEqual(['img-src', 'script-src-elem']);
    expect(await shown(page)).toMatch(/of 5 recordings/);
  });
});
