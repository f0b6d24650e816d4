import type { Clock } from './clock.ts';
import { TapeheadError } from './errors.ts';
import { nearestWord } from './nearest-word.ts';
import type { AnsweringProfile } from './profiles/answering.ts';

/** Which model of a host answers, and which host that is. */
export interface ProfileOptions {
  /** `esxi`. */
  name: string;
  /** A file that describes the host, in YAML, or the same as data. Default: a believable host with two NICs. */
  host?: string | object;
}

/** Of kinds of hosts that there is a model of. */
const NAMES = ['esxi'];

/** Loads what the profile needs. @throws TapeheadError USAGE, BAD_HOST */
export async function openProfile(
  option: string | ProfileOptions | undefined,
  clock: Clock,
): Promise<AnsweringProfile | undefined> {
  if (option === undefined) return undefined;
  const { name, host } = typeof option === 'string' ? { name: option } : option;
  if (!NAMES.includes(name)) throw noSuchProfile(name);
  const [{ EsxiProfile }, description] = await Promise.all([
    import('./profiles/esxi/mock/profile.ts'),
    describedHost(host),
  ]);
  return new EsxiProfile(description, clock);
}

async function describedHost(host: string | object | undefined) {
  if (host === undefined) return {};
  const { readDescription, checkDescription } = await import('./profiles/esxi/mock/model/check.ts'); // loads zod
  return typeof host === 'string' ? readDescription(host) : checkDescription(host);
}

function noSuchProfile(name: string): TapeheadError {
  const near = nearestWord(name, NAMES);
  const remedy = near === undefined ? `one of: ${NAMES.join(', ')}` : `did you mean ${near}?`;
  return new TapeheadError('USAGE', `there is no profile ${JSON.stringify(name)} that answers`, remedy);
}
