import { describe, expect, it } from 'vitest';
import { HookSet } from '../../src/hooks/hook-set.ts';
import type { Hook } from '../../src/hooks/hook.ts';
import { hook } from './a-hook.ts';

function setOf(...hooks: Hook[]): HookSet {
  const set = new HookSet();
  for (const one of hooks) set.add(one);
  return set;
}

const names = (hooks: readonly Hook[]): string[] => hooks.map(({ name }) => name);

describe('a set of hooks', () => {
  it('finds those that are bound to a command, and those that are bound to none, in order', () => {
    const set = setOf(
      hook('1', { target: 'esxcli' }),
      hook('2', { target: 'vim-cmd' }),
      hook('3'),
      hook('4', { target: '**/esxcli' }),
    );
    expect(names(set.candidates('before', 'esxcli'))).toEqual(['1', '3', '4']);
    expect(names(set.candidates('before', 'date'))).toEqual(['3']);
    expect(names(set.candidates('before', undefined))).toEqual(['3']);
  });

  it.each([
    ['before', ['test', 'test 2', 'suite', 'image']],
    ['miss', ['test', 'test 2', 'suite', 'image']],
    // What is given its turn last wraps the client last, and sees output first.
    ['after', ['test 2', 'test', 'suite', 'image']],
  ] as const)('has %s hooks have their turns layer by layer', (when, order) => {
    const set = setOf(
      hook('image', {}, { when, layer: 0 }),
      hook('test', {}, { when, layer: 2 }),
      hook('suite', {}, { when, layer: 1 }),
      hook('test 2', {}, { when, layer: 2 }),
    );
    expect(names(set.candidates(when, 'esxcli'))).toEqual(order);
  });

  it('keeps the points of the flow apart', () => {
    const set = setOf(hook('b', {}, { when: 'before' }), hook('m', {}, { when: 'miss' }));
    expect(names(set.candidates('miss', 'x'))).toEqual(['m']);
    expect(names(set.candidates('after', 'x'))).toEqual([]);
  });

  it('forgets one that is removed', () => {
    const set = setOf(hook('1', { target: 'esxcli' }), hook('2', { target: 'esxcli' }));
    expect(set.candidates('before', 'esxcli')).toHaveLength(2);
    expect(set.remove('1')?.name).toBe('1');
    expect(set.remove('1')).toBeUndefined();
    expect(names(set.candidates('before', 'esxcli'))).toEqual(['2']);
    set.remove('2');
    expect(set.isEmpty).toBe(true);
  });

  it('refuses a second one of a name', () => {
    expect(() => setOf(hook('a'), hook('a'))).toThrow('there is a hook named "a" already');
  });
});
