import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tapingOf } from '../../src/vitest/mode.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

const upstream = { url: 'local:' };
let folder: TempFolder;
beforeEach(() => void (folder = new TempFolder()));
afterEach(() => folder[Symbol.dispose]());

const absent = (): string => folder.file('absent.cassette');
const there = (): string =>
  writeCassette(folder.file('there.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);

describe('what a test does with its cassette', () => {
  it('is to record it once, where it is not there', () => {
    expect(tapingOf(absent(), { upstream }, {}, false)).toEqual({
      mode: 'once',
      cassette: absent(),
      records: true,
    });
    expect(tapingOf(there(), { upstream }, {}, false)).toMatchObject({ mode: 'once', records: false });
  });

  it('is only to play it in CI, also where vitest updates', () => {
    const none = { mode: 'none', cassette: undefined, records: false };
    expect(tapingOf(absent(), { upstream }, { CI: 'true' }, false)).toEqual(none);
    expect(tapingOf(absent(), { upstream }, { CI: 'true' }, true)).toEqual(none);
    expect(tapingOf(there(), { upstream }, { CI: 'true' }, true)).toMatchObject({ mode: 'none' });
  });

  it('is to record it anew where vitest updates, or TAPEHEAD_MODE says so, in CI too', () => {
    const all = { mode: 'all', records: true };
    expect(tapingOf(there(), { upstream }, {}, true)).toMatchObject(all);
    expect(tapingOf(there(), { upstream }, { CI: '1', TAPEHEAD_MODE: 'all' }, false)).toMatchObject(all);
  });

  it('is what the test itself says before all else', () => {
    expect(tapingOf(there(), { upstream, mode: 'none' }, { TAPEHEAD_MODE: 'all' }, true)).toMatchObject({
      mode: 'none',
      records: false,
    });
  });

  it('is to play what is there, where there is no upstream, whatever is said', () => {
    const env = { TAPEHEAD_MODE: 'all' };
    expect(tapingOf(there(), {}, env, true)).toEqual({ mode: 'none', cassette: there(), records: false });
    expect(tapingOf(absent(), {}, env, true)).toMatchObject({ mode: 'none', cassette: undefined });
  });

  it('cannot be what is no mode', () => {
    expect(() => tapingOf(absent(), { upstream }, { TAPEHEAD_MODE: 'sometimes' }, false)).toThrow(
      'TAPEHEAD_MODE is "sometimes"',
    );
  });
});
