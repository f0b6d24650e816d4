import { TapeheadError } from '../../src/errors.ts';
import type { RedactorSpec } from '../../src/manifest/spec.ts';
import { EVERY, redactorsFor } from '../../src/redact/redactors.ts';
import { visible } from '../../src/visible.ts';
import type { VerifiedFile } from './planned.ts';

/** Says that cassettes were redacted of what nothing here looks for: rules of a manifest that is not given. */
export function unknownSecrets(
  cassettes: readonly VerifiedFile[],
  specs: readonly RedactorSpec[],
): TapeheadError | undefined {
  const known = new Set([...redactorsFor(specs).classes, ...specs.map(({ name }) => name), ...EVERY.classes]);
  const taped = cassettes.flatMap(({ file }) => file.header.redacted);
  const classes = [...new Set(taped)].filter((name) => !known.has(name)).sort();
  if (classes.length === 0) return undefined;
  const names = visible(classes.join(', '));
  return new TapeheadError(
    'USAGE',
    `what is recorded was redacted of ${names}, and no redactor here looks for that in what the host answers now`,
    `--manifest FILE, with the redactors of ${names}`,
  );
}
