import { badManifest } from '../../manifest/told.ts';
import { type InterposeRules, pathsOf } from '../rules.ts';
import { type Checked, REMEDY } from './read.ts';
import type { InterposeSpec } from './spec.ts';

export const NO_RULES: InterposeRules = { include: [], exclude: [], perPath: [] };

/** @throws TapeheadError BAD_MANIFEST for a path given twice */
export function interposeRules({ spec, place }: Checked<InterposeSpec>): InterposeRules {
  const { include = [], exclude = [], paths = [] } = spec;
  const all: { path: string; place: string }[] = [
    ...include.map((path, i) => ({ path, place: place(['include', i]) })),
    ...exclude.map((path, i) => ({ path, place: place(['exclude', i]) })),
  ];
  const perPath = paths.map((one, i) => ({ ...one, place: place(['paths', i]) }));
  const told = [...twice(all), ...twice(perPath)];
  if (told.length > 0) throw badManifest(told, REMEDY);
  const compiled = (globs: typeof all) => globs.map((one) => ({ ...pathsOf(one.path), place: one.place }));
  return {
    include: compiled(all.slice(0, include.length)),
    exclude: compiled(all.slice(include.length)),
    perPath: perPath.map(({ path, ...rest }) => ({ ...rest, paths: pathsOf(path) })),
  };
}

function twice(all: readonly { path: string; place: string }[]): { place: string; message: string }[] {
  const seen = new Set<string>();
  return all.flatMap(({ path, place }) => {
    if (seen.has(path)) return [{ place, message: `${path} is there already` }];
    seen.add(path);
    return [];
  });
}
