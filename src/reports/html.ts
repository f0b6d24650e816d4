import { createHash } from 'node:crypto';
import type { VerifyReport } from '../verified.ts';
import { detailOf, indexOf } from './page-data.ts';
import { pageSources } from './page-sources.ts';

/**
 * One page that needs nothing else. It may run its own script and nothing but that, and may load nothing (Content
 * Security Policy Level 3). Recordings are data that no browser executes; those that are looked at are read one by one.
 */
export function* htmlReport(report: VerifyReport): Generator<string> {
  const { html, css, script } = pageSources();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(css)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const [head = '', body = ''] = html.split('<!-- data -->');
  yield head.replace('{{policy}}', policy).replace('<!-- style -->', () => `<style>${css}</style>`);
  yield `<script type="application/json" id="index">${embedded(indexOf(report))}</script>\n`;
  yield '<script type="application/json" id="details">';
  for (const one of report.recordings) yield `\n${embedded(detailOf(one))}`;
  yield '</script>\n';
  yield body.replace('<!-- script -->', () => `<script>${script}</script>`);
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** JSON on one line, in which no tag can begin or end. */
const embedded = (data: object | null): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
