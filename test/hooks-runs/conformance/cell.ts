import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provenance } from '../../../src/calls.ts';
import type { When } from '../../../src/hooks/hook.ts';
import type { HookSpec } from '../../../src/hooks/spec.ts';
import type { Deck } from '../../../src/running-deck.ts';
import { type AnswerKind, ANSWERS } from './answers.ts';
import type { Case, Limit, Sees } from './case.ts';
import { FILE } from './cases/actions.ts';
import type { Asking, Door, DoorName } from './doors.ts';
import type { Said } from './programs.ts';

/** One case, at one point, asked by one door of one kind of answer. Has an origin of its own. */
export interface Cell {
  of: Case;
  when: When;
  door: DoorName;
  answers: AnswerKind;
}

type Seen = Said & { from: Provenance['from'] | 'nobody'; met: boolean };

/** Origins of a case at a point have that in common. */
const prefix = ({ name }: Case, when: When): string => `${name.replaceAll(/\W+/g, '-')}.${when}`;

export const originOf = ({ of, when, door }: Cell): string => `${prefix(of, when)}.${door}`;

const nameOf = ({ name, when: all }: Case, when: When): string =>
  all.length > 1 ? `${name}, ${when}` : name;

const ruleOf = (of: Case, when: When): Omit<HookSpec, 'do'> & { name: string; match: object } => ({
  name: nameOf(of, when),
  match: { ...of.match, origin: `${prefix(of, when)}.*` },
  when,
  ...(of.times !== undefined && { times: of.times }),
});

/** The hooks of all cases that are data. */
export function writeManifest(cases: readonly Case[], folder: string): string {
  const hooks = cases.flatMap(({ hook, ...of }) =>
    'do' in hook ? of.when.map((when) => ({ ...ruleOf({ hook, ...of }, when), do: hook.do })) : [],
  );
  writeFileSync(join(folder, FILE.name), FILE.text);
  writeFileSync(join(folder, 'hooks.yaml'), JSON.stringify({ version: 1, hooks }));
  return join(folder, 'hooks.yaml');
}

/** Those that are code. */
export function register(cases: readonly Case[], deck: Deck): void {
  for (const of of cases) {
    if (!('code' in of.hook)) continue;
    for (const when of of.when) {
      const { match, ...rule } = ruleOf(of, when);
      deck.hook(match, of.hook.code, rule);
    }
  }
}

/** What is seen, each time that it is asked. */
export async function run(cell: Cell, deck: Deck, door: Door): Promise<Seen[]> {
  const { asks, typed } = cell.of;
  const origin = originOf(cell);
  const seen: Seen[] = [];
  for (const { from } of expected(cell, door)) {
    const said = await door.ask({ argv: asks.argv, origin, typed, kill: killOf(cell, deck) });
    const call = from === 'nobody' ? undefined : await deck.waitForCall({ origin });
    const met = call?.hooks.includes(nameOf(cell.of, cell.when)) ?? false;
    seen.push({ ...said, from: call?.provenance.from ?? 'nobody', met });
  }
  return seen;
}

/** What must be seen. */
export function expected(cell: Cell, door: Door): Seen[] {
  const { asks, killed, times = Infinity } = cell.of;
  const sees = [limitOf(cell)?.sees ?? cell.of.sees].flat() as readonly Sees[];
  return sees.map(({ stdout, stderr, end, from, met }, i) => ({
    stdout: stdout ?? asks.stdout,
    stderr: stderr ?? asks.stderr,
    end: door.sees(end ?? asks.end, killed !== undefined),
    from: from ?? ANSWERS[cell.answers].from,
    met: met ?? (from !== 'nobody' && i < times),
  }));
}

/** Whether something stands in the way of seeing it as it is. */
export function isLimited(cell: Cell, door: Door): boolean {
  const { asks, killed, sees } = cell.of;
  const ends = sees.map(({ end }) => end ?? asks.end);
  return limitOf(cell) !== undefined || ends.some((end) => door.sees(end, killed !== undefined) !== end);
}

const limitOf = ({ of, door, answers }: Cell): Limit | undefined =>
  of.limits.find(
    (limit) => (limit.doors?.includes(door) ?? true) && (limit.answers?.includes(answers) ?? true),
  );

function killOf(cell: Cell, deck: Deck): Asking['kill'] {
  const { killed } = cell.of;
  if (killed === 'when asked') return { when: asked(deck, originOf(cell)) };
  return killed === undefined ? undefined : { afterStdout: killed };
}

function asked(deck: Deck, origin: string): Promise<void> {
  return new Promise((resolve) => {
    const release = deck.onCall({
      asked(call) {
        if (call.origin !== origin) return;
        release();
        resolve();
      },
    });
  });
}
