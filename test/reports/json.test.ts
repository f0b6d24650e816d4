import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reportJsonSchema } from '../../src/reports/json-schema.ts';
import { jsonReport } from '../../src/reports/json.ts';
import { readReport } from '../../src/reports/read.ts';
import type { VerifyReport } from '../../src/verified.ts';
import { commandsIn, hostileReport, UNSEEN } from './hostile.ts';
import { drifted, inventedReport, report } from './invented.ts';

const SCHEMA = join(import.meta.dirname, '../../docs/verify-report.schema.json');
const textOf = (of: VerifyReport): string => [...jsonReport(of)].join('');
const read = (text: string): VerifyReport => readReport(Buffer.from(text), 'r.json');

describe('the JSON report', () => {
  it('is read back as it was, hostile texts too', () => {
    for (const one of [report([]), inventedReport(200), hostileReport()])
      expect(read(textOf(one))).toEqual(one);
  });

  it('can be printed: nothing in it is unseen, or a command for CI', () => {
    const text = textOf(hostileReport());
    expect(UNSEEN.exec(text)).toBe(null);
    expect(commandsIn(text)).toEqual([]);
  });

  it('passes over keys that this release does not know', () => {
    const text = textOf(report([drifted()])).replace('"version": 1,', '"version": 1, "later": {},');
    expect(read(text)).toEqual(report([drifted()]));
  });

  it.each([
    ['no JSON', '{', /^the report r\.json is no JSON/],
    ['bytes that are no text', '\xff', /is no JSON/],
    ['a newer version', '{"version":2}', /is of version 2/],
    ['something else', '[]', /expected object/],
    [
      'a wrong value',
      textOf(report([drifted()])).replace('"kind":"changed"', '"kind":"other"'),
      /at recordings\[0\]\.differences\[0\]\.kind: /,
    ],
    ['a start that is no date', textOf(report([])).replace('2026-11-21', 'someday'), /at started/],
  ])('tells the place of what is wrong: %s', (_, text, message) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(() => readReport(bytes, 'r.json')).toThrow(
      expect.objectContaining({ code: 'BAD_REPORT', message: expect.stringMatching(message) }),
    );
  });
});

describe('the JSON Schema of reports', () => {
  // After a change on purpose: npx vitest run test/reports/json.test.ts --update
  it('is committed as docs/verify-report.schema.json', async () => {
    const text = await format(JSON.stringify(reportJsonSchema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(SCHEMA);
  });

  it('lets reports through, and nothing of another form', async () => {
    const schema = z.fromJSONSchema(
      JSON.parse(await readFile(SCHEMA, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
    );
    expect(schema.safeParse(JSON.parse(textOf(inventedReport(100)))).error).toBe(undefined);
    expect(schema.safeParse({ ...report([]), recordings: [{}] }).success).toBe(false);
  });
});
