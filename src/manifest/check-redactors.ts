import { nearestWord } from '../nearest-word.ts';
import { SECRET_CLASSES } from '../redact/secret-classes.ts';
import { type Problem, valueAt } from './problem.ts';

/** Names of the redactors that data defines, right or not otherwise. */
export const definedRedactors = (data: unknown): string[] =>
  listed(data).flatMap((one) => {
    const name = valueAt(one, ['name']);
    return typeof name === 'string' && valueAt(one, ['off']) === undefined ? [name] : [];
  });

/**
 * Of redactors that are switched: whether there are such. A misspelt one would leave on what should be off.
 *
 * @param defined names of those of this manifest and of all below it
 */
export function redactorProblems(data: unknown, defined: readonly string[]): Problem[] {
  const known = [...new Set([...defined, ...SECRET_CLASSES.map(({ name }) => name)])];
  return listed(data).flatMap((one, i) => {
    const name = valueAt(one, ['name']);
    if (typeof name !== 'string' || valueAt(one, ['off']) === undefined || known.includes(name)) return [];
    const meant = nearestWord(name, known);
    const hint = meant === undefined ? `there is ${known.join(', ')}` : `did you mean ${meant}?`;
    const message = `there is no redactor ${JSON.stringify(name)}; ${hint}`;
    return [{ path: ['redactors', i, 'name'], message }];
  });
}

function listed(data: unknown): readonly unknown[] {
  const list = valueAt(data, ['redactors']);
  return Array.isArray(list) ? list : [];
}
