import { createHash } from 'node:crypto';
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
    message: { text: literal(`${placeOf(recording)}${visible(message)}; try: ${visible(remedy)}`) },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(cassette) }, region: { startLine: 1 } } },
    ],
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
  const $schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  return `${JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

const placeOf = (recording: number | undefined): string =>
  recording === undefined ? '' : `recording ${recording}: `;

/** In a message `{0}` is a placeholder and `[…](…)` a link (SARIF 2.1.0 §3.11.5, §3.11.6). */
const literal = (text: string): string => text.replace(/[[\]]/g, String.raw`\$&`).replace(/[{}]/g, '$&$&');

/** A relative reference or a file URL (RFC 3986). */
function uriOf(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
