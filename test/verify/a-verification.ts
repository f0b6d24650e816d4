import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Verification } from '../../recorder/verify/verification.ts';
import type { VerifyOptions } from '../../recorder/verify/options.ts';
import type { CassetteHeader } from '../../src/cassette/recording.ts';
import type { VerifiedRecording, VerifyReport } from '../../src/verified.ts';
import { FakeUpstream, type FakeAnswer } from '../support/fake-upstream.ts';
import { TempFolder, writeCassette, type Short } from '../support/tape.ts';

/** A cassette in a folder of its own, gone when the test ends. */
export function aCassette(
  recordings: readonly (Short & { tty?: boolean })[],
  header: Partial<CassetteHeader> = {},
): string {
  const folder = new TempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return writeCassette(folder.file('x.cassette'), recordings, header);
}

/** A host that answers what the recordings hold, but for these. */
export const aHost = (
  recordings: readonly Short[],
  otherwise: Record<string, FakeAnswer> = {},
): FakeUpstream =>
  new FakeUpstream((command) => {
    const { stdout = '', code = 0 } = recordings.find((one) => one.command === command) ?? {};
    return otherwise[command] ?? { stdout, outcome: { kind: 'exited', code } };
  });

/** Verifies one cassette, trusted, as the profile posix has it, and keeps its state beside it. */
export async function verified(
  cassette: string,
  upstream: FakeUpstream,
  options: Partial<VerifyOptions> = {},
): Promise<VerifyReport> {
  await using verification = await openVerification(cassette, upstream, options);
  return await verification.run();
}

export const openVerification = (
  cassette: string,
  upstream: FakeUpstream,
  options: Partial<VerifyOptions> = {},
): Promise<Verification> =>
  Verification.open({
    cassettes: [cassette],
    upstream,
    profile: 'posix',
    trust: true,
    stateFolder: join(cassette, '..', 'state'),
    ...options,
  });

/** Each recording's verdict, with what its reason begins with. */
export const verdicts = ({ recordings }: VerifyReport): string[] => recordings.map(verdictOf);

export const verdictOf = ({ verdict, reason }: VerifiedRecording): string =>
  reason === undefined ? verdict : `${verdict}: ${reason.split(/:|; try/)[0]}`;
