import type { MatchField } from '../../deck-options.ts';
import { TapeheadError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { variableName } from './variable-name.ts';

const FIELDS = ['path', 'cwd', 'user', 'origin'] as const;

/** Reads one field of `--match`: path, cwd, user, origin or env:NAME. @throws TapeheadError USAGE */
export function parseMatchField(text: string): MatchField {
  const field = FIELDS.find((known) => known === text);
  if (field) return field;
  if (text.startsWith('env:')) return `env:${variableName('--match env:NAME')(text.slice(4))}`;
  const nearest = nearestWord(text, FIELDS);
  const fields = [...FIELDS, 'env:NAME'].join(', ');
  throw new TapeheadError(
    'USAGE',
    `--match does not know the field ${JSON.stringify(text)}`,
    nearest === undefined
      ? `--match with one or more of ${fields}`
      : `--match ${nearest}   (one or more of ${fields})`,
  );
}
