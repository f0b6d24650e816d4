import { askedText } from '../../src/asked-text.ts';
import type { HostFingerprint, RecordingHead } from '../../src/cassette/recording.ts';
import type { Asked } from '../../src/invocation.ts';
import { keyWords } from '../../src/key.ts';
import type { Effect, Profile } from '../../src/profiles/profile.ts';
import { effectOf } from './effect.ts';
import type { Lane, Planned, VerifiedFile } from './planned.ts';
import type { WholePattern } from './whole-pattern.ts';
import { whyNever } from './why-never.ts';

/** What decides which recordings are run again. */
export interface PlanRules {
  /** What is known of a host; undefined: nothing is. */
  profileFor(host: HostFingerprint): Profile | undefined;
  /** What may be run although it may change the host. */
  allowMutating: readonly WholePattern[];
}

/**
 * Every recording with its decision, by cassette and origin. What comes behind a recording that may have changed the
 * host, and is not run, meets a host in another state: it is not run either.
 *
 * @throws TapeheadError CASSETTE_DAMAGED, CASSETTE_UNREADABLE
 */
export function planLanes(cassettes: readonly VerifiedFile[], rules: PlanRules): Lane[] {
  return cassettes.flatMap((cassette) => lanesOf(cassette, rules));
}

function lanesOf(cassette: VerifiedFile, rules: PlanRules): Lane[] {
  const { file } = cassette;
  const { host, hosts } = file.header;
  const lanes = new Map<string, { profile: Profile | undefined; recordings: Planned[] }>();
  for (let index = 0; index < file.count; index++) {
    const head = file.head(index);
    let lane = lanes.get(head.origin);
    if (!lane) {
      lane = { profile: rules.profileFor(hosts?.get(head.origin) ?? host), recordings: [] };
      lanes.set(head.origin, lane);
    }
    lane.recordings.push(planOne(cassette, index, head, { ...rules, profile: lane.profile }));
  }
  return Array.from(lanes, ([origin, { profile, recordings }]) => ({
    cassette,
    origin,
    profile: profile?.name,
    recordings: withState(recordings),
  }));
}

function planOne(
  cassette: VerifiedFile,
  index: number,
  head: RecordingHead,
  { profile, allowMutating }: { profile: Profile | undefined; allowMutating: readonly WholePattern[] },
): Planned {
  const asked = executedOf(head);
  const command = askedText(asked, Infinity);
  const effect = effectOf(head, asked, profile);
  return {
    cassette,
    index,
    head,
    asked,
    command,
    name: nameOf(asked),
    duration: cassette.file.entry(index).duration,
    mutates: effect.kind === 'mutating',
    skipped: whyNever(cassette.file, index, head) ?? whyNotAllowed(effect, command, allowMutating),
  };
}

/** What was executed where a hook had modified it. */
const executedOf = ({ asked, executed }: RecordingHead): Asked =>
  executed?.argv ? { kind: 'argv', argv: executed.argv } : asked;

function nameOf(asked: Asked): string {
  const { words } = keyWords({ asked, slots: [] });
  const [first = ''] = words;
  return asked.kind === 'session' ? 'session' : (/^\s*(\S*)/.exec(Buffer.from(first).toString())?.[1] ?? '');
}

function whyNotAllowed(
  effect: Effect,
  command: string,
  allowed: readonly WholePattern[],
): string | undefined {
  if (effect.kind === 'read-only' || allowed.some((pattern) => pattern.matches(command))) return undefined;
  return `mutating: ${effect.reason}`;
}

function withState(recordings: readonly Planned[]): Planned[] {
  let changer: Planned | undefined;
  return recordings.map((planned) => {
    const decided =
      changer && planned.skipped === undefined ? { ...planned, skipped: behind(changer) } : planned;
    if (planned.mutates && decided.skipped !== undefined) changer ??= planned;
    return decided;
  });
}

/** The reason of what comes behind one that was not executed and may change the host. */
export const behind = ({ index }: Pick<Planned, 'index'>): string =>
  `state: recording ${index + 1}, which may change the host, was not run before it`;
