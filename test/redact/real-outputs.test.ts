import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomWords } from '../../src/lint/random-words.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';

// Outputs of real hosts are not in this repository. They were published, so none of what is in them is a secret.
const OUTPUTS = join(import.meta.dirname, '..', '..', '..', 'shared', 'esx', 'outputs');
const files = existsSync(OUTPUTS)
  ? readdirSync(OUTPUTS, { recursive: true, withFileTypes: true })
      .filter((one) => one.name === 'stdout' || one.name === 'cmd')
      .map((one) => join(one.parentPath, one.name))
  : [];

/** What is redacted of a file, and what lint would say of the rest. */
function foundIn(path: string): string[] {
  const bytes = readFileSync(path);
  const found: string[] = [];
  const timeline = new RedactedTimeline(new Secrets(), (event) => {
    if (!('bytes' in event)) return;
    for (const { class: name, offset, length } of event.slots ?? [])
      found.push(`${name}: ${bytes.toString('latin1', offset, offset + length)}`);
  });
  timeline.push({ type: 'stdout', bytes, at: 0 });
  timeline.finish();
  const words = randomWords(bytes).map(({ start, end }) => `random: ${bytes.toString('latin1', start, end)}`);
  return [...found, ...words];
}

test.skipIf(files.length === 0)('nothing is a secret in outputs of real hosts', () => {
  expect(
    Object.fromEntries(
      files
        .map((path) => [path.slice(OUTPUTS.length + 1), foundIn(path)] as const)
        .filter(([, found]) => found.length > 0),
    ),
  ).toEqual({});
});
