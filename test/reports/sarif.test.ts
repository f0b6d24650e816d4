import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sarifReport } from '../../src/reports/sarif.ts';
import { commandsIn, hostileReport, UNSEEN } from './hostile.ts';
import { drifted, inventedReport, recording, report } from './invented.ts';

/** What SARIF 2.1.0 says of the properties that we write (§3.13 to §3.51), and that there are no others. */
const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(
    z.strictObject({
      physicalLocation: z.strictObject({
        artifactLocation: z.strictObject({
          uri: z.string().regex(/^(?:[\w.~!*'()%-]+|file:\/|)(?:\/[\w.~!*'()%-]*)*$/),
        }),
        region: z.strictObject({ startLine: z.int().min(1) }),
      }),
      logicalLocations: z.array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string() })),
    }),
  ),
  partialFingerprints: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
const rule = z.strictObject({
  id: z.string(),
  shortDescription: message,
  defaultConfiguration: z.strictObject({ level }),
});
const invocation = z.strictObject({
  executionSuccessful: z.boolean(),
  startTimeUtc: z.iso.datetime(),
  endTimeUtc: z.iso.datetime(),
});
const driver = z.strictObject({ name: z.string(), version: z.string(), rules: z.array(rule) });
const run = z.strictObject({
  tool: z.strictObject({ driver }),
  columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
  invocations: z.array(invocation),
  results: z.array(result),
});
const sarif = z.strictObject({ $schema: z.url(), version: z.literal('2.1.0'), runs: z.array(run) });

const textOf = (of: ReturnType<typeof report>): string => [...sarifReport(of)].join('');
const resultsOf = (of: ReturnType<typeof report>): z.output<typeof result>[] =>
  sarif.parse(JSON.parse(textOf(of))).runs.flatMap(({ results }) => results);

describe('the SARIF report', () => {
  it('is as the standard has it, with hostile texts too', () => {
    for (const one of [report([]), inventedReport(200), hostileReport()])
      expect(resultsOf(one)).toBeInstanceOf(Array);
    expect(UNSEEN.exec(textOf(hostileReport()))).toBe(null);
    expect(commandsIn(textOf(hostileReport()))).toEqual([]);
  });

  it('has a result for each kind of difference, and one for what could not be checked', () => {
    const differences = [
      {
        field: 'outcome',
        path: '',
        kind: 'changed',
        severity: 'outcome',
        recorded: 'exited 0',
        current: 'exited 1',
      },
      { field: 'stdout', path: 'vmnic2', kind: 'added', severity: 'structure', current: 'x' },
      { field: 'stdout', path: 'vmnic3', kind: 'added', severity: 'structure', current: 'y' },
    ] as const;
    const unchecked = recording({ index: 1, verdict: 'could not check', reason: 'timed out' });
    const found = resultsOf(report([drifted({ differences, count: 3 }), unchecked, recording({ index: 2 })]));
    expect(found.map((one) => [one.ruleId, one.level])).toEqual([
      ['outcome', 'error'],
      ['added', 'warning'],
      ['could-not-check', 'note'],
    ]);
    expect(found[1]?.message.text).toContain('+ stdout vmnic2: x\n+ stdout vmnic3: y');
    expect(found[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('tapes/esx.cassette');
  });

  it('keeps fingerprints where recordings come before, and tells equal commands apart', () => {
    const prints = (of: ReturnType<typeof report>): unknown[] =>
      resultsOf(of).map((one) => one.partialFingerprints);
    const [first, second] = prints(report([drifted({ index: 0 }), drifted({ index: 1 })]));
    expect(first).not.toEqual(second);
    expect(prints(report([recording({ command: 'another' }), drifted({ index: 1 })]))).toEqual([first]);
  });

  it('has messages in which nothing is a placeholder or a link', () => {
    const text = resultsOf(report([drifted({ command: '[a](0) {0}' })]))[0]?.message.text;
    expect(text).toContain(String.raw`\[a\](0) {{0}}`);
  });
});
