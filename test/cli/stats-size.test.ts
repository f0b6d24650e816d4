import { describe, expect, it } from 'vitest';
import { FAIL_SIZE, sizeTrouble, WARN_SIZE } from '../../src/cassette/size-limits.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import { exited } from '../../src/outcome.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { tapehead } from './run-tapehead.ts';

const CHUNK = 1_000_000;

/** A cassette with so many MB of output. */
function ofMegabytes(folder: TempFolder, megabytes: number): string {
  const bytes = Buffer.alloc(CHUNK, 'x');
  const events: TapedEvent[] = [
    ...Array.from({ length: megabytes }, (): TapedEvent => ({ at: 0, type: 'stdout', bytes })),
    { at: 1, type: 'outcome', outcome: exited(0) },
  ];
  return writeCassette(folder.file('x.cassette'), [{ command: 'cat log', stdout: '', events }]);
}

describe('the size of a cassette', () => {
  it('is nothing to speak of, or to be warned of, or too much, at the limits to the byte', () => {
    expect(sizeTrouble(WARN_SIZE)).toBeUndefined();
    expect(sizeTrouble(WARN_SIZE + 1)).toMatchObject({
      fails: false,
      message: expect.stringContaining('10.0 MB'),
    });
    expect(sizeTrouble(FAIL_SIZE)).toMatchObject({ fails: false });
    expect(sizeTrouble(FAIL_SIZE + 1)).toMatchObject({
      fails: true,
      message: expect.stringContaining('GitHub'),
    });
  });

  it.each([
    [9, 0, ''],
    [11, 0, 'git keeps for ever'],
    [96, 1, 'GitHub takes no file of more than 100 MB'],
  ])('of %i MB makes stats exit with %i', async (megabytes, code, said) => {
    using folder = new TempFolder();
    const done = await tapehead(['stats', '--json', ofMegabytes(folder, megabytes)]);
    expect(done.code).toBe(code);
    expect(done.stderr).toContain(said);
    if (said === '') expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toMatchObject({ recordings: 1, bytes: { stdout: megabytes * CHUNK } });
  });
});
