import { describe, expect, it } from 'vitest';
import { hookOf } from '../../src/hooks/compile.ts';
import { Hooks } from '../../src/hooks/hooks.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { systemClock } from '../../src/clock.ts';

const WORLD = {
  clock: systemClock,
  folder: undefined,
  allowRun: false,
  seed: 1,
};
const AUTHENTICATION = { fault: { refuse: 'authentication' } } as const;

function hooksOf(...specs: HookSpec[]): Hooks {
  const hooks = new Hooks();
  for (const [i, spec] of specs.entries()) hooks.add(hookOf({ ...spec, name: `${i}` }, `${i}`, 0, WORLD));
  return hooks;
}

const root = { door: 'ssh', origin: 'esx-1', user: 'root' };

describe('a hook that refuses before anything is asked', () => {
  it('refuses whom it matches, at its stage', () => {
    const hooks = hooksOf({
      match: { origin: 'esx-*', user: 'root', door: 'ssh' },
      do: AUTHENTICATION,
    });
    expect(hooks.refusal(root, 'authentication')).toBe('0');
    expect(hooks.refusal(root, 'channel')).toBeUndefined();
    expect(hooks.refusal({ ...root, user: 'ada' }, 'authentication')).toBeUndefined();
  });

  it('counts its turns in each origin', () => {
    const hooks = hooksOf({ times: 2, do: AUTHENTICATION }, { nth: 2, do: AUTHENTICATION });
    const by = (origin: string) => hooks.refusal({ ...root, origin }, 'authentication');
    expect([1, 2, 3, 4, 5].map(() => by('a'))).toEqual(['0', '0', undefined, '1', undefined]);
    expect(by('b')).toBe('0');
    hooks.reset();
    expect(by('a')).toBe('0');
  });

  it('goes by states', () => {
    const hooks = hooksOf({ state: { of: 'host', needs: 'start', sets: 'up' }, do: AUTHENTICATION });
    expect([1, 2].map(() => hooks.refusal(root, 'authentication'))).toEqual(['0', undefined]);
  });

  it('takes no part in answers', () => {
    const hooks = hooksOf({ when: 'before', do: { fault: [{ refuse: 'channel' }] } });
    expect(hooks.list()).toMatchObject([{ refuses: 'channel', actions: [] }]);
    expect(hooks.refusal(root, 'channel')).toBe('0');
  });

  it.each<[string, HookSpec]>([
    ['a command', { match: { target: 'esxcli' }, do: AUTHENTICATION }],
    ['another door', { match: { door: 'shim' }, do: AUTHENTICATION }],
    ['what comes later', { when: 'after', do: AUTHENTICATION }],
    ['more than that', { do: [AUTHENTICATION, { log: 'x' }] }],
    ['two of it', { do: { fault: [{ refuse: 'channel' }, { refuse: 'authentication' }] } }],
  ])('is refused where it is about %s', (_, spec) => {
    expect(() => hooksOf(spec)).toThrow(expect.objectContaining({ code: 'BAD_HOOK' }) as Error);
  });
});
