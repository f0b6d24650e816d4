import type { RecordingHead } from '../../src/cassette/recording.ts';
import type { Asked } from '../../src/invocation.ts';
import type { Effect, Profile } from '../../src/profiles/profile.ts';

/**
 * What running a recording again does to a host. A cassette is somebody's input: variables can make another program
 * of any command, and a session takes what is typed for commands, so that neither is read-only whatever a profile says.
 */
export function effectOf(
  { env, executed }: Pick<RecordingHead, 'env' | 'executed'>,
  asked: Asked,
  profile: Profile | undefined,
): Effect {
  if (asked.kind === 'session')
    return { kind: 'mutating', reason: 'what is typed into a shell is not judged' };
  const names = [...env, ...(executed?.env ?? [])].map(([name]) => name);
  const name = names.find((one) => !HARMLESS.test(one));
  if (name !== undefined) return { kind: 'mutating', reason: `the variable ${name} may change what is run` };
  if (executed?.cwd) return { kind: 'mutating', reason: 'it was executed in another folder' };
  return profile?.effectOf(asked) ?? { kind: 'mutating', reason: 'no profile knows this host' };
}

/** Variables that change how something is said, and nothing else. */
const HARMLESS = /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|COLUMNS|LINES|NO_COLOR|ESXCLI_FORMATTER)$/;
