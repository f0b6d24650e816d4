import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare, publishedIn } from './faithful.ts';

/** Outputs of real hosts, where somebody keeps them beside the project. */
const OUTPUTS = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'esx', 'outputs');

const published = publishedIn(OUTPUTS);

/** Of the outputs whose command the profile knows. */
const LEAST = 0.7;

describe.skipIf(published.length === 0)('published outputs', () => {
  it('are what a host says that was seeded with the values in them', () => {
    const compared = published.flatMap((one) => compare(one) ?? []);
    const same = compared.filter(({ kind }) => kind === 'same');
    const lines = compared.flatMap((one) =>
      one.kind === 'same' ? [] : `  ${one.kind}: ${one.slug}: ${one.command}`,
    );
    const nearly = compared.filter(({ kind }) => kind === 'same but for blanks').length;
    const restored = same.filter(({ isRestored }) => isRestored).length;
    const head = `faithful: ${same.length} of ${compared.length} byte-identical, ${restored} of them with what their source says was lost in copying, and ${nearly} more but for blanks around lines`;
    console.log([head, ...lines].join('\n'));
    if (process.env['FAITHFUL']) {
      for (const one of compared) {
        if (one.kind === 'different' && one.slug.includes(process.env['FAITHFUL'])) {
          console.log(`${one.slug}\n--- published\n${one.published}\n--- said\n${one.said}`);
        }
      }
    }
    expect(same.length / compared.length).toBeGreaterThanOrEqual(LEAST);
  });
});
