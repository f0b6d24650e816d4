import type { OutputStream } from '../../src/compare/difference.ts';
import { chosenNormalisers, type NormaliserChoice } from '../../src/normalise/choose.ts';
import { masked } from '../../src/normalise/masked.ts';
import type { Normalising, Place } from '../../src/normalise/normalising.ts';
import { normalisingFor } from '../../src/normalise/normalising-for.ts';

export const STDOUT: Place = { stream: 'stdout' };

export const normalisingOf = (command: string, choice: NormaliserChoice = {}): Normalising =>
  normalisingFor(chosenNormalisers(choice))({ kind: 'string', command: Buffer.from(command) });

/** A text as it is compared: what is hidden of it by its label. */
export function hidden(
  text: string,
  { command = 'cat', place = STDOUT, ...choice }: NormaliserChoice & { command?: string; place?: Place } = {},
): string {
  return masked(text, normalisingOf(command, choice).parts(text, place));
}

export const inColumn = (column: string, stream: OutputStream = 'stdout'): Place => ({ stream, column });
export const atPath = (path: string): Place => ({ stream: 'stdout', path });
