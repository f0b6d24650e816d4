import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provenance } from '../../../src/calls.ts';
import type { When } from '../../../src/hooks/hook.ts';
import type { HookSpec } from '../../../src/hooks/spec.ts';
import type { Deck } from '../../../src/running-deck.ts';
import { type AnswerKind, ANSWERS } from './answers.ts';
import type { Case, Limit, Sees } from './case.ts';
import { FILE } from './cases/actions.ts';
import type { Door, DoorName } from './doors.ts';
import type { Said } from './programs.ts';

/** One case, at one point, asked by one door of one kind of answer. Has an origin of its own. */
export interface Cell {
  of: Case;
  when: When;
  door: DoorName;
  answers: AnswerKind;
}

type Seen = Said & { from: Provenance['from'] | 'nobody' };

/** Origins of a case at a point have that in common. */
const prefix = ({ name }: Case, when: When): string => `${name.replaceAll(/\W+/g, '-')}.${when}`;

export const originOf = ({ of, when, door }: Cell): string => `${prefix(of, when)}.${door}`;

const ruleOf = (of: Case, when: When): Omit<HookSpec, 'do'> & { name: string; match: object } => ({
  name: of.when.length > 1 ? `${of.name}, ${when}` : of.name,
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
  const { asks, typed, killed } = cell.of;
  const origin = originOf(cell);
  const seen: Seen[] = [];
  for (const { from } of expected(cell, door)) {
    const kill = killed === 'when asked' ? { when: asked(deck, origin) } : killed && { afterStdout: killed };
    const said = await door.ask({ argv: asks.argv, origin, typed, kill: kill || undefined });
    if (from === 'nobody') seen.push({ ...said, from });
    else seen.push({ ...said, from: (await deck.waitForCall({ origin })).provenance.from });
  }
  return seen;
}

/** What must be seen. */
export function expected(cell: Cell, door: Door): Seen[] {
  const { asks, killed } = cell.of;
  const sees = [limitOf(cell)?.sees ?? cell.of.sees].flat() as readonly Sees[];
  return sees.map(({ stdout, stderr, end, from }) => ({
    stdout: stdout ?? asks.stdout,
    stderr: stderr ?? asks.stderr,
    end: door.sees(end ?? asks.end, killed !== undefined),
    from: from ?? ANSWERS[cell.answers].from,
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
