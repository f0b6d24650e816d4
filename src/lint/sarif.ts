import { createHash } from 'node:crypto';
import { literalMessage, physicalLocation, SARIF } from '../sarif.ts';
import { visible } from '../visible.ts';
import { type Finding, LINT_RULES } from './finding.ts';

/** SARIF 2.1.0 (OASIS standard): a result for each finding. */
export function lintSarif(findings: readonly Finding[], version: string): string {
  const ids = Object.keys(LINT_RULES);
  const rules = Object.entries(LINT_RULES).map(([id, { level, doc }]) => ({
    id,
    shortDescription: { text: doc },
    defaultConfiguration: { level },
  }));
  const results = findings.map(({ rule, level, cassette, recording, message, remedy, digest }) => ({
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level,
    message: { text: literalMessage(`${placeOf(recording)}${visible(message)}; try: ${visible(remedy)}`) },
    locations: [{ physicalLocation: physicalLocation(cassette) }],
    partialFingerprints: {
      'tapehead/v1': createHash('sha256')
        .update(JSON.stringify([rule, cassette, recording, digest]))
        .digest('hex'),
    },
  }));
  const run = {
    tool: { driver: { name: 'tapehead', version, rules } },
    columnKind: 'utf16CodeUnits',
    results,
  };
  return `${JSON.stringify({ ...SARIF, runs: [run] }, undefined, 2)}\n`;
}

const placeOf = (recording: number | undefined): string =>
  recording === undefined ? '' : `recording ${recording}: `;
