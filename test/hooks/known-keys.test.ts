import { describe, expect, it } from 'vitest';
import { hookOf } from '../../src/hooks/compile.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { openDeck } from '../../src/deck.ts';
import { systemClock } from '../../src/clock.ts';

const WORLD = { clock: systemClock, folder: undefined, allowRun: false, seed: 1 };

/** As JavaScript may write it. */
const hook = (spec: object) => () => hookOf(spec as HookSpec, 'full', 0, WORLD);

describe('a hook in code that has a word misspelt', () => {
  it('does not match everything where it is the demand', () => {
    expect(hook({ match: { taget: 'df' }, do: { log: 'x' } })).toThrow(
      expect.objectContaining({
        code: 'BAD_HOOK',
        message: 'hook "full" has the unknown key "taget" in its match',
        remedy: 'did you mean target?',
      }),
    );
  });

  it.each([
    ['rule', { wen: 'before', do: { log: 'x' } }, 'did you mean when?'],
    ['rule', { doo: { log: 'x' } }, 'did you mean do?'],
    ['action', { do: { mok: { exit: 1 } } }, 'did you mean mock?'],
    ['state', { state: { of: 'a', set: 'b' }, do: { log: 'x' } }, 'did you mean sets?'],
    ['action', { do: { zzzzzzzz: 1 } }, 'one of: mock, passthrough, modify, rewrite, run, log, fault'],
  ])('is refused with the nearest word: %s, %j', (what, spec, remedy) => {
    expect(hook(spec)).toThrow(
      expect.objectContaining({
        code: 'BAD_HOOK',
        message: expect.stringContaining(`in its ${what}`),
        remedy,
      }),
    );
  });

  it('is refused by the deck, as a handler too', async () => {
    await using deck = await openDeck({ hooks: [] });
    const register = () => deck.hook({ taget: 'df' } as never, () => 0);
    expect(register).toThrow('has the unknown key "taget" in its match');
  });
});
