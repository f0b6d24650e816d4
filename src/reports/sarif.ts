import { createHash } from 'node:crypto';
import type { Difference } from '../compare/difference.ts';
import { literalMessage, physicalLocation, SARIF } from '../sarif.ts';
import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { harmless } from './harmless.ts';
import { differenceText, nameOf } from './wording.ts';

/** SARIF 2.1.0 (OASIS standard), for code scanning: a result for each drifted recording and kind of difference. */
export function* sarifReport(report: VerifyReport): Generator<string> {
  const results = resultsOf(report.recordings);
  const tool = {
    driver: {
      name: 'tapehead',
      version: report.tapehead,
      rules: RULES.map(({ id, level, description }) => ({
        id,
        shortDescription: { text: description },
        defaultConfiguration: { level },
      })),
    },
  };
  const endTimeUtc = new Date(Date.parse(report.started) + report.duration / 1000).toISOString();
  const invocations = [{ executionSuccessful: true, startTimeUtc: report.started, endTimeUtc }];
  yield `${JSON.stringify(SARIF).slice(0, -1)},"runs":[{"tool":${JSON.stringify(tool)},"columnKind":"utf16CodeUnits","invocations":${JSON.stringify(invocations)},"results":[`;
  let first = true;
  for (const result of results) {
    yield `${first ? '' : ','}\n${JSON.stringify(result)}`;
    first = false;
  }
  yield '\n]}]}\n';
}

type Level = 'error' | 'warning' | 'note';

interface Rule {
  id: Difference['kind'] | 'outcome' | 'could-not-check';
  level: Level;
  description: string;
}

const RULES: readonly Rule[] = [
  { id: 'outcome', level: 'error', description: 'The command ends otherwise than recorded.' },
  { id: 'added', level: 'warning', description: 'The host says more than recorded.' },
  { id: 'removed', level: 'error', description: 'The host does not say any more what is recorded.' },
  { id: 'changed', level: 'warning', description: 'The host gives another value than recorded.' },
  { id: 'type-changed', level: 'error', description: 'A value is of another type than recorded.' },
  { id: 'order', level: 'note', description: 'The host says the same in another order.' },
  { id: 'could-not-check', level: 'note', description: 'The recording could not be compared with the host.' },
];

/** Differences that a message tells; the JSON report has more. */
const MOST_TOLD = 10;

function* resultsOf(recordings: readonly VerifiedRecording[]): Generator<object> {
  const seen = new Map<string, number>();
  for (const one of recordings) {
    // The how-manieth of equal commands, so that a fingerprint outlives recordings before it.
    const key = JSON.stringify([one.cassette, one.origin, one.command]);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const findings = one.verdict === 'drift' ? driftOf(one) : [];
    if (one.verdict === 'could not check')
      findings.push(['could-not-check', [one.reason ?? 'no reason is known']]);
    for (const [rule, lines] of findings) yield resultOf(one, rule, lines, `${key}\0${occurrence}`);
  }
}

type Finding = [rule: Rule['id'], lines: string[]];

/** By rule; what is only known to differ is a change. */
function driftOf({ differences, count }: VerifiedRecording): Finding[] {
  const byRule = new Map<Rule['id'], string[]>();
  for (const difference of differences) {
    const rule = difference.field === 'outcome' ? 'outcome' : difference.kind;
    byRule.set(rule, [...(byRule.get(rule) ?? []), differenceText(difference)]);
  }
  const findings: Finding[] = [...byRule];
  return findings.length > 0 ? findings : [['changed', [`${count} differences`]]];
}

function resultOf(
  one: VerifiedRecording,
  rule: Rule['id'],
  lines: readonly string[],
  identity: string,
): object {
  const told = lines.slice(0, MOST_TOLD).map(harmless);
  const more = lines.length - told.length;
  const level = RULES.find(({ id }) => id === rule)?.level;
  const text = [
    harmless(`${one.command}: ${one.verdict}`),
    ...told,
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level,
    message: { text: literalMessage(text.join('\n')) },
    locations: [
      {
        physicalLocation: physicalLocation(one.cassette),
        logicalLocations: [{ name: harmless(one.command), fullyQualifiedName: harmless(nameOf(one)) }],
      },
    ],
    partialFingerprints: {
      'tapehead/v1': createHash('sha256').update(`${rule}\0${identity}`).digest('hex'),
    },
  };
}
