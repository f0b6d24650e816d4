import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/profiles/esxi/mock/failure.ts';
import { hostOf } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { LEAVES, NAMESPACES } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { HostState } from '../../../../src/profiles/esxi/mock/state/host-state.ts';
import { readGiven } from '../../../../src/profiles/esxi/mock/esxcli/given.ts';

function frozen<T extends object>(data: T): T {
  for (const value of Object.values(data))
    if (typeof value === 'object' && value !== null) frozen(value as object);
  return Object.freeze(data);
}

describe('the commands of esxcli', () => {
  it('have each a path of its own, and help for every namespace', () => {
    const paths = LEAVES.map(({ path }) => path);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
    const namespaces = paths.flatMap((path) => {
      const words = path.split(' ').slice(0, -1);
      return words.map((_, i) => words.slice(0, i + 1).join(' '));
    });
    expect([...new Set(namespaces)].filter((path) => NAMESPACES[path] === undefined)).toEqual([]);
  });

  it('have options of which no two are called the same', () => {
    const twice = LEAVES.filter(({ options = {} }) => {
      const names = Object.values(options).flatMap(({ short, long }) => [short ?? [], long].flat());
      return new Set(names).size < names.length;
    });
    expect(twice.map(({ path }) => path)).toEqual([]);
  });

  const reading = LEAVES.filter(
    ({ read, options = {} }) => read && !Object.values(options).some((one) => one.isRequired),
  );

  it.each(reading.map((leaf) => [leaf.path, leaf] as const))('%s leaves the host as it is', (_, leaf) => {
    const host = frozen(hostOf());
    const world = {
      state: new HostState(() => host),
      now: () => 0,
      random: () => 0,
      files: { onDisk: (path: string) => path, isMade: false, grown: () => 0 },
    };
    try {
      leaf.read?.(host, readGiven(leaf.options ?? {}, []), world);
    } catch (error) {
      // Its own words of why it cannot; a change of what is frozen is a TypeError.
      expect(error).toBeInstanceOf(Failure);
    }
  });
});
