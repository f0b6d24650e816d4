import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { VerifyOptions } from '../../recorder/verify/options.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import { type FakeUpstream } from '../support/fake-upstream.ts';
import { writeCassette } from '../support/tape.ts';
import { aCassette, aHost, openVerification, verified } from './a-verification.ts';
import { TurnedClock } from './turned-clock.ts';

const TAPE = ['one', 'two', 'three'].map((word) => ({ command: `echo ${word}`, stdout: `${word}\n` }));
const DRIFT = { 'echo two': { stdout: 'TWO\n' } };

/** Of the clock that is used here. */
const TODAY = '2026-01-31';

/** Verifies, accepts where told to, and stamps: why not, if not. */
async function stamped(
  cassette: string,
  host: FakeUpstream,
  { acceptAll = false, ...options }: Partial<VerifyOptions> & { acceptAll?: boolean } = {},
): Promise<string | undefined> {
  const clock = new TurnedClock();
  await using verification = await openVerification(cassette, host, { clock, accept: acceptAll, ...options });
  const { recordings } = await verification.run();
  const accepted = new Set<VerifiedRecording>(
    acceptAll ? recordings.filter(({ verdict }) => verdict === 'drift') : [],
  );
  if (acceptAll) await verification.accept([...accepted]);
  const [told] = await verification.stamp(recordings, accepted);
  expect(existsSync(`${cassette}.journal`)).toBe(false);
  return told?.why;
}

function dayStamped(cassette: string): string | undefined {
  using file = CassetteFile.open(cassette);
  return file.header.stamped;
}

describe('a stamp', () => {
  it('notes the day where all was the same, and changes nothing that was recorded', async () => {
    const cassette = aCassette(TAPE);
    const before = contentOf(cassette);
    expect(await stamped(cassette, aHost(TAPE))).toBeUndefined();
    expect(dayStamped(cassette)).toBe(TODAY);
    expect(contentOf(cassette)).toEqual(before);
  });

  it('leaves the file as it is on the same day', async () => {
    const cassette = aCassette(TAPE);
    await stamped(cassette, aHost(TAPE));
    const bytes = readFileSync(cassette);
    expect(await stamped(cassette, aHost(TAPE))).toBeUndefined();
    expect(readFileSync(cassette).equals(bytes)).toBe(true);
  });

  it('leaves it trusted', async () => {
    const cassette = aCassette(TAPE);
    await stamped(cassette, aHost(TAPE));
    const { recordings } = await verified(cassette, aHost(TAPE), { trust: false });
    expect(recordings).toHaveLength(3);
  });

  it.each([
    ['one drifted', aHost(TAPE, DRIFT), {}, 'of 3 recordings: 1 drift'],
    ['none was run', aHost(TAPE), { profile: 'none' }, 'of 3 recordings: 3 not run'],
    [
      'they were another shard’s',
      aHost(TAPE),
      { shard: { index: 1, of: 3 } },
      'of 3 recordings: 2 not in this shard',
    ],
    [
      'it was interrupted',
      aHost(TAPE),
      { signal: AbortSignal.abort() },
      'of 3 recordings: 3 could not check',
    ],
  ])('is not given where %s', async (_, host, options, why) => {
    const cassette = aCassette(TAPE);
    const bytes = readFileSync(cassette);
    expect(await stamped(cassette, host, options)).toBe(why);
    expect(readFileSync(cassette).equals(bytes)).toBe(true);
  });

  it('is given where what drifted was accepted', async () => {
    const cassette = aCassette(TAPE);
    expect(await stamped(cassette, aHost(TAPE, DRIFT), { acceptAll: true })).toBeUndefined();
    expect(dayStamped(cassette)).toBe(TODAY);
    expect(readFileSync(cassette).includes('TWO')).toBe(true);
  });

  it('is refused to a cassette that is another by now, which stays as it is', async () => {
    const cassette = aCassette(TAPE);
    await using verification = await openVerification(cassette, aHost(TAPE));
    const { recordings } = await verification.run();
    writeCassette(cassette, TAPE.slice(1));
    const bytes = readFileSync(cassette);
    await expect(verification.stamp(recordings)).rejects.toMatchObject({ code: 'CASSETTE_CHANGED' });
    expect(readFileSync(cassette).equals(bytes)).toBe(true);
    expect(existsSync(`${cassette}.journal`)).toBe(false);
  });
});

describe('the age of a cassette', () => {
  const maxAge = { days: 29, expired: 'fail' } as const;

  it('is that of the day it was taped', async () => {
    const clock = new TurnedClock();
    const { cassettes } = await verified(aCassette(TAPE), aHost(TAPE), { clock, maxAge });
    expect(cassettes).toMatchObject([{ day: '2026-01-01', age: 30, expired: true }]);
    const old = await verified(aCassette(TAPE), aHost(TAPE), { clock, maxAge: { ...maxAge, days: 30 } });
    expect(old.cassettes).toMatchObject([{ age: 30, expired: false }]);
  });

  it('is that of the stamp, where it has one', async () => {
    const cassette = aCassette(TAPE, { stamped: '2026-01-21' });
    const { cassettes } = await verified(cassette, aHost(TAPE), { clock: new TurnedClock(), maxAge });
    expect(cassettes).toMatchObject([{ stamped: '2026-01-21', age: 10, expired: false }]);
  });
});

/** Everything in it, as far as the header does not say it. */
function contentOf(path: string): unknown {
  using file = CassetteFile.open(path);
  const { stamped: _, ...header } = file.header;
  const recordings = Array.from({ length: file.count }, (_value, index) => [
    file.head(index),
    [...file.events(index)],
  ]);
  return { header, recordings };
}
