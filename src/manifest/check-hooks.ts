import { systemClock } from '../clock.ts';
import { TapeheadError } from '../errors.ts';
import { contentOf } from '../hooks/actions/content.ts';
import { programFile } from '../hooks/actions/program.ts';
import type { ActionSpec, MockSpec } from '../hooks/actions/spec.ts';
import { hookOf } from '../hooks/compile.ts';
import type { HookSpec } from '../hooks/spec.ts';
import type { HookWorld } from '../hooks/world.ts';
import { type Path, type Problem, valueAt } from './problem.ts';
import { hook, transform } from './schema/hook.ts';

/**
 * What hooks say that cannot be, of all those whose form is right; and names that are given twice.
 *
 * @param folder of the files that they name; undefined: they may name none
 */
export function hookProblems(data: unknown, folder: string | undefined): Problem[] {
  const names = new Map<string, Path>();
  return (['transforms', 'hooks'] as const).flatMap((key) => {
    const list = valueAt(data, [key]);
    if (!Array.isArray(list)) return [];
    return list.flatMap((one: unknown, i) => {
      const path = [key, i];
      const parsed = key === 'hooks' ? hook.safeParse(one) : transform.safeParse(one);
      if (!parsed.success) return [];
      const spec: HookSpec = key === 'hooks' ? parsed.data : { ...parsed.data, when: 'after' };
      return [...namedTwice(spec, path, names), ...impossible(spec, path, folder)];
    });
  });
}

function namedTwice({ name }: HookSpec, path: Path, names: Map<string, Path>): Problem[] {
  if (name === undefined) return [];
  const isTwice = names.has(name);
  names.set(name, path);
  return isTwice
    ? [{ path: [...path, 'name'], message: `there is a hook named ${JSON.stringify(name)} already` }]
    : [];
}

function impossible(spec: HookSpec, path: Path, folder: string | undefined): Problem[] {
  const problems = placesOf(spec).flatMap(({ path: inside, check }) =>
    problemOf([...path, ...inside], () => check(folder)),
  );
  if (problems.length > 0) return problems;
  // One that executes nothing: it is made to see whether it can be.
  return problemOf([...path, 'do'], () => hookOf(spec, spec.name ?? '', 0, { ...NOWHERE, folder }));
}

function problemOf(path: Path, check: () => unknown): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof TapeheadError)) throw error;
    return [{ path, message: `${error.message.replace(/^hook "" /, 'this ')}; ${error.remedy}` }];
  }
}

const NOWHERE: Omit<HookWorld, 'folder'> = {
  clock: systemClock,
  allowRun: true,
  seed: 0,
  programs: {
    url: 'nowhere:',
    host: {},
    execute: () => Promise.reject(new Error('nothing is executed here')),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  },
};

interface Place {
  path: Path;
  check: (folder: string | undefined) => unknown;
}

/** Where a hook names files. */
function placesOf(spec: HookSpec): Place[] {
  return many(spec.do, ['do']).flatMap(([action, path]) => placesOfAction(action, path));
}

function placesOfAction(action: ActionSpec, path: Path): Place[] {
  if ('run' in action) {
    const [name = ''] = action.run.argv;
    return [{ path: [...path, 'run', 'argv', 0], check: (folder) => programFile(name, folder) }];
  }
  if (!('mock' in action)) return [];
  return many(action.mock, [...path, 'mock']).flatMap(([mock, at]) => [
    ...filesOf(mock, at),
    ...(mock.chunks ?? []).flatMap((chunk, i) => filesOf(chunk, [...at, 'chunks', i])),
  ]);
}

const filesOf = (said: Pick<MockSpec, 'stdout' | 'stderr'>, path: Path): Place[] =>
  (['stdout', 'stderr'] as const).flatMap((stream) => {
    const content = said[stream];
    if (typeof content !== 'object' || !('file' in content)) return [];
    return [{ path: [...path, stream, 'file'], check: (folder) => contentOf(content, { folder }) }];
  });

/** One, or each of several, and where it is. */
const many = <T>(value: T | readonly T[], path: Path): [T, Path][] =>
  isList(value) ? value.map((one, i) => [one, [...path, i]]) : [[value, path]];

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
