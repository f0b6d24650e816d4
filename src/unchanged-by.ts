import type { CassetteFile } from './cassette/file.ts';
import type { NormaliserSpec } from './manifest/spec.ts';
import type { Unchanged } from '../recorder/taped-run.ts';

/** What holds a run against a cassette that it would replace: loaded only where there is one. */
export async function unchangedBy(
  normalisers: readonly NormaliserSpec[],
  before: CassetteFile | undefined,
): Promise<Unchanged> {
  if (!before) return () => false;
  const { unchanged } = await import('../recorder/unchanged.ts');
  return (run, old) => unchanged(run, old, normalisers);
}
