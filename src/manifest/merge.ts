import { dirname, resolve } from 'node:path';
import type { DeckOptions } from '../deck-options.ts';
import { duration } from '../hooks/duration.ts';
import type { ManifestFile } from './manifest.ts';
import type { NormaliserSpec, ProfileSpec, RedactorSpec } from './spec.ts';

/**
 * The options of a deck with what manifests say: lists add up, and of all else the nearest wins; what is `given` is
 * the nearest.
 */
export function merge(files: readonly ManifestFile[], given: DeckOptions): DeckOptions {
  const all = [...files.map(optionsOf), given];
  const match = unique(all.flatMap((one) => one.match ?? []));
  const volatile = unique(all.flatMap((one) => one.volatile ?? []));
  const forwardEnv = unique(all.flatMap((one) => one.forwardEnv ?? []));
  return {
    ...all.reduce((merged, one) => ({ ...merged, ...one }), {}),
    ...(match.length > 0 && { match }),
    ...(volatile.length > 0 && { volatile }),
    ...(forwardEnv.length > 0 && { forwardEnv }),
  };
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

function optionsOf({ spec, realPath }: ManifestFile): DeckOptions {
  const { env, matching = {}, repeat, order, pace, miss, seed, profile } = spec;
  const { match, tty, volatile, stdin, stdinTimeout } = matching;
  return {
    ...(env && { forwardEnv: env }),
    ...(match && { match }),
    ...(tty && { tty }),
    ...(volatile && { volatile }),
    ...(stdin && { stdin }),
    ...(stdinTimeout !== undefined && { stdinTimeout: duration(stdinTimeout) }),
    ...(repeat && { repeat }),
    ...(order && { order }),
    ...(pace !== undefined && { pace }),
    ...(miss && { miss }),
    ...(seed !== undefined && { seed }),
    ...(profile !== undefined && { profile: profileFrom(profile, dirname(realPath)) }),
  };
}

const profileFrom = (profile: string | ProfileSpec, folder: string): string | ProfileSpec =>
  typeof profile === 'object' && typeof profile.host === 'string'
    ? { ...profile, host: resolve(folder, profile.host) }
    : profile;

/** Those of all files; of one name the nearest. Off stays only what is off in the nearest that names it. */
export function redactorsOf(files: readonly ManifestFile[]): RedactorSpec[] {
  const specs = files.flatMap(({ spec }) => spec.redactors ?? []);
  const named = byName(
    specs.filter((spec) => !('off' in spec)),
    (rule) => rule,
  );
  const switches = byName(
    specs.filter((spec) => 'off' in spec),
    (rule) => rule,
  ).filter(({ off }) => off);
  const isOff = new Set(switches.map(({ name }) => name));
  return [...named.filter(({ name }) => !isOff.has(name)), ...switches];
}

/** Those of all files; of one name the nearest, or the one before as the nearest switches it. */
export const normalisersOf = (files: readonly ManifestFile[]): NormaliserSpec[] =>
  byName(
    files.flatMap(({ spec }) => spec.normalisers ?? []),
    (rule, before) => (rule.pattern === undefined ? { ...before, ...rule } : rule),
  );

function byName<R extends { name: string }>(
  rules: readonly R[],
  over: (rule: R, before: R | undefined) => R,
): R[] {
  const named = new Map<string, R>();
  for (const rule of rules) named.set(rule.name, over(rule, named.get(rule.name)));
  return [...named.values()];
}
