import { explain } from './explain.ts';
import { type Problem, valueAt } from './problem.ts';
import { manifest } from './schema/manifest.ts';
import type { ManifestSpec } from './spec.ts';
import { hookProblems } from './check-hooks.ts';
import { nearestWord } from '../nearest-word.ts';

/** What is wrong with the data of one file, all of it; `folder`: that it lies in, absolute. */
export function checkManifest(
  data: unknown,
  folder: string,
): { spec: ManifestSpec; problems: [] } | { spec: undefined; problems: Problem[] } {
  const parsed = manifest.safeParse(data);
  const ofForm = parsed.success ? [] : explain(parsed.error.issues, manifest, data);
  const problems = [
    ...ofForm,
    ...hookProblems(data, folder),
    ...(parsed.success ? ruleProblems(parsed.data) : []),
  ];
  if (parsed.success && problems.length === 0) return { spec: parsed.data, problems: [] };
  return { spec: undefined, problems };
}

/** Of names that are given twice. */
function ruleProblems({ normalisers = [], redactors = [] }: ManifestSpec): Problem[] {
  return [...namedTwice('normalisers', normalisers), ...namedTwice('redactors', redactors)];
}

function namedTwice(key: string, rules: readonly { name: string }[]): Problem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, i) => {
    const isTwice = seen.has(name);
    seen.add(name);
    return isTwice
      ? [{ path: [key, i, 'name'], message: `there is one named ${JSON.stringify(name)} already` }]
      : [];
  });
}

/** The normalisers that data has, right or not otherwise: their names, and the stream of each. */
export function normaliserNames(data: unknown): [name: string, stream: unknown][] {
  const list = valueAt(data, ['normalisers']);
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const name = valueAt(one, ['name']);
    return typeof name === 'string' ? [[name, valueAt(one, ['stream'])] as [string, unknown]] : [];
  });
}

/**
 * Of normalisers that are to take part in matching: whether there are such, and whether they can.
 *
 * @param streams of the normalisers there are, by name
 */
export function normaliseProblems(data: unknown, streams: ReadonlyMap<string, unknown>): Problem[] {
  const names = valueAt(data, ['matching', 'normalise']);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown, i) => {
    const path = ['matching', 'normalise', i];
    if (typeof name !== 'string') return [];
    if (!streams.has(name)) return [{ path, message: noNormaliser(name, [...streams.keys()]) }];
    const stream = streams.get(name);
    if (stream !== 'stdout' && stream !== 'stderr') return [];
    const message = `normaliser ${JSON.stringify(name)} is for ${stream}, which has no part in matching`;
    return [{ path, message }];
  });
}

function noNormaliser(name: string, known: readonly string[]): string {
  const meant = nearestWord(name, known);
  const hint = meant === undefined ? 'those there are stand in normalisers' : `did you mean ${meant}?`;
  return `there is no normaliser ${JSON.stringify(name)}; ${hint}`;
}
