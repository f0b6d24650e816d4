import type { VerifyReport } from '../../src/verified.ts';
import type { VerifyOptions } from './options.ts';
import { Verification } from './verification.ts';

/**
 * Runs the recordings of cassettes again on the hosts of today, one after the other within an origin, and compares what
 * they answer. Only what a profile calls read-only is run, unless `allowMutating` names it.
 *
 * @throws TapeheadError NOT_TRUSTED for cassettes that were not verified before, without `trust`; USAGE, BAD_PATTERN,
 *   BAD_URL, NO_CASSETTE and the like. A host that cannot be reached, and a damaged recording, is a verdict, not an error.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  await using verification = await Verification.open(options);
  return await verification.run();
}
