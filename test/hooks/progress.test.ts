import { describe, expect, it } from 'vitest';
import { Progress } from '../../src/hooks/progress.ts';
import { MOST_ORIGINS } from '../../src/origin.ts';
import { hook } from './a-hook.ts';

const turns = (progress: Progress, one: ReturnType<typeof hook>, calls: number, origin = 'a') =>
  Array.from({ length: calls }, () => progress.of(origin).take(one));

describe('progress', () => {
  it('counts the turns of a hook', () => {
    expect(turns(new Progress(), hook('h'), 3)).toEqual([1, 2, 3]);
  });

  it('gives no more turns than there are', () => {
    expect(turns(new Progress(), hook('h', {}, { times: 2 }), 4)).toEqual([1, 2, undefined, undefined]);
  });

  it('gives a turn to the matches that are named', () => {
    expect(turns(new Progress(), hook('h', {}, { nth: [2, 4] }), 5)).toEqual([
      undefined,
      1,
      undefined,
      2,
      undefined,
    ]);
  });

  it('says why there is no turn, and counts nothing by that', () => {
    const progress = new Progress().of('a');
    const once = hook('once', {}, { times: 1 });
    const second = hook('second', {}, { nth: [2] });
    const later = hook('later', {}, { state: { of: 'nic', needs: 'down', sets: undefined } });
    expect([once, second, later].map((one) => progress.whyNot(one))).toEqual([
      undefined,
      'this is match 1, not 2',
      'state nic is start, not down',
    ]);
    progress.take(once);
    expect(progress.whyNot(once)).toBe('it has had its one turn');
    expect(progress.whyNot(second)).toBe('this is match 1, not 2');
  });

  it('lets one hook set the state that another needs', () => {
    const progress = new Progress();
    const set = hook('set', {}, { state: { of: 'nic', needs: undefined, sets: 'down' } });
    const up = hook('up', {}, { state: { of: 'nic', needs: 'start', sets: undefined } });
    const down = hook('down', {}, { state: { of: 'nic', needs: 'down', sets: undefined } });
    const both = (): unknown[] => [up, down].map((one) => progress.of('a').take(one));
    expect(both()).toEqual([1, undefined]);
    progress.of('a').take(set);
    expect(both()).toEqual([undefined, 1]);
    expect(progress.of('a').states).toEqual(new Map([['nic', 'down']]));
  });

  it('counts only the matches that came in the state a hook needs', () => {
    const progress = new Progress();
    const needing = hook('h', {}, { nth: [1], state: { of: 's', needs: 'on', sets: undefined } });
    expect(turns(progress, needing, 2)).toEqual([undefined, undefined]);
    progress.of('a').take(hook('on', {}, { state: { of: 's', needs: undefined, sets: 'on' } }));
    expect(turns(progress, needing, 1)).toEqual([1]);
  });

  it('is kept apart by origin', () => {
    const progress = new Progress();
    const once = hook('h', {}, { times: 1 });
    expect([turns(progress, once, 1, 'a'), turns(progress, once, 1, 'b')]).toEqual([[1], [1]]);
  });

  it('is reset in one origin, or in all', () => {
    const progress = new Progress();
    const once = hook('h', {}, { times: 1 });
    const next = (): unknown[] => ['a', 'b'].map((origin) => progress.of(origin).take(once));
    expect(next()).toEqual([1, 1]);
    progress.reset('a');
    expect(next()).toEqual([1, undefined]);
    progress.reset();
    expect(next()).toEqual([1, 1]);
  });

  it('keeps an origin from its first match on, and says when there are too many', () => {
    const progress = new Progress();
    const once = hook('h', {}, { times: 1 });
    const needing = hook('n', {}, { state: { of: 's', needs: 'on', sets: undefined } });
    for (let i = 0; i < MOST_ORIGINS; i++) {
      progress.of(`asks ${i}`).take(needing);
      progress.of(`matches ${i}`).take(once);
    }
    expect(turns(progress, once, 1, 'matches 0')).toEqual([undefined]);
    expect(() => progress.of('one more').take(once)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_ORIGINS' }) as Error,
    );
    expect(progress.isFullFor('one more')).toBe(true);
    progress.reset('matches 1');
    expect(turns(progress, once, 1, 'one more')).toEqual([1]);
  });
});
