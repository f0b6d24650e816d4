import type { Verification } from '../../recorder/verify/verification.ts';
import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { visible } from '../visible.ts';
import type { Terminal } from './terminal.ts';

/**
 * Stamps the cassettes of which all was the same, and says which were and which were not.
 *
 * @returns the paths of those that were
 * @throws TapeheadError as `Verification.stamp()`
 */
export async function stampSame(
  verification: Verification,
  { recordings }: VerifyReport,
  accepted: ReadonlySet<VerifiedRecording>,
  terminal: Terminal,
): Promise<ReadonlySet<string>> {
  const stamped = new Set<string>();
  for (const { path, why } of await verification.stamp(recordings, accepted)) {
    if (why === undefined) stamped.add(path);
    terminal.say(
      `tapehead: ${visible(path)} ${why === undefined ? 'is stamped: all of it is as it was recorded' : `was not stamped: ${why}`}`,
    );
  }
  return stamped;
}
