import { describe, expect, it } from 'vitest';
import { checkHookSpec } from '../../src/manifest/check-hook.ts';

describe('data from outside as a hook', () => {
  it('is a hook where its form is right', () => {
    const data = { name: 'a', match: { target: 'x' }, do: [{ log: 'said' }, { mock: { exit: 1 } }] };
    expect(checkHookSpec(data)).toEqual(data);
  });

  it('is refused with all that is wrong, each with its place in it', () => {
    const data = { wen: 'miss', match: { args: ['a', 1] }, do: [{ mock: { exit: 'one' } }] };
    expect(() => checkHookSpec(data)).toThrow(
      expect.objectContaining({
        code: 'BAD_HOOK',
        message:
          "match.args[1]: args[1] must be text or a map, not a number: write '1' in quotes\n" +
          'do[0].mock.exit: exit must be a number, not text\n' +
          'hook: unknown key "wen" in hook; did you mean when?',
      }),
    );
  });

  it.each([[null], [undefined], ['text'], [3], [[]], [{}]])('is refused where it is %j', (data) => {
    expect(() => checkHookSpec(data)).toThrow(expect.objectContaining({ code: 'BAD_HOOK' }));
  });
});
