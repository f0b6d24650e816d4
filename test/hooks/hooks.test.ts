import { describe, expect, it } from 'vitest';
import { Hooks } from '../../src/hooks/hooks.ts';
import { hook } from './a-hook.ts';

describe('the hooks of a deck', () => {
  it('are released each by its own release, which leaves a later one of its name', () => {
    const hooks = new Hooks();
    const release = hooks.add(hook('a'));
    release();
    expect(hooks.list()).toEqual([]);
    const later = hook('a');
    hooks.add(later);
    release();
    expect(hooks.list()).toEqual([later]);
  });
});
