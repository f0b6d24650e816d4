import { nearestWord } from '../nearest-word.ts';
import { BUILT_INS } from '../normalise/built-ins.ts';
import { rulesNamed } from '../normalise/in-matching.ts';
import { type Problem, valueAt } from './problem.ts';
import type { NormaliserSpec } from './spec.ts';

/** The normalisers that data defines, right or not otherwise. */
export function definedNormalisers(data: unknown): NormaliserSpec[] {
  return listed(data).flatMap((one) => {
    const [name, pattern, stream] = ['name', 'pattern', 'stream'].map((key) => valueAt(one, [key]));
    if (typeof name !== 'string' || pattern === undefined) return [];
    const isOfOutput = ['column', 'path'].some((key) => valueAt(one, [key]) !== undefined);
    const of = isOfOutput ? 'stdout' : STREAMS.find((known) => known === stream);
    return [{ name, pattern: '', ...(of && { stream: of }) }];
  });
}

const STREAMS = ['stdin', 'stdout', 'stderr'] as const;

/**
 * Of normalisers that are switched, or are to take part in matching: whether there are such, and whether they can.
 *
 * @param defined those of this manifest and of all below it
 */
export function normaliserProblems(data: unknown, defined: readonly NormaliserSpec[]): Problem[] {
  const known = [...defined, ...BUILT_INS].map(({ name }) => name);
  const switched = listed(data).flatMap((one, i) => {
    const name = valueAt(one, ['name']);
    if (typeof name !== 'string' || valueAt(one, ['off']) === undefined || known.includes(name)) return [];
    return [{ path: ['normalisers', i, 'name'], message: noNormaliser(name, known) }];
  });
  const names = valueAt(data, ['matching', 'normalise']);
  const matched = (Array.isArray(names) ? names : []).flatMap((name: unknown, i) => {
    const path = ['matching', 'normalise', i];
    if (typeof name !== 'string') return [];
    if (!known.includes(name)) return [{ path, message: noNormaliser(name, known) }];
    if (rulesNamed(name, defined).length > 0) return [];
    const of = defined.find((one) => one.name === name)?.stream ?? 'output';
    const message = `normaliser ${JSON.stringify(name)} is for ${of}, which has no part in matching`;
    return [{ path, message }];
  });
  return [...switched, ...matched];
}

function listed(data: unknown): readonly unknown[] {
  const list = valueAt(data, ['normalisers']);
  return Array.isArray(list) ? list : [];
}

function noNormaliser(name: string, known: readonly string[]): string {
  const meant = nearestWord(name, known);
  const hint = meant === undefined ? `there is ${known.join(', ')}` : `did you mean ${meant}?`;
  return `there is no normaliser ${JSON.stringify(name)}; ${hint}`;
}
