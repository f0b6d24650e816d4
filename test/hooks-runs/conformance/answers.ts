import { join } from 'node:path';
import type { Provenance } from '../../../src/calls.ts';
import type { DeckOptions } from '../../../src/deck-options.ts';
import { openDeck } from '../../../src/deck.ts';
import type { HookSpec } from '../../../src/hooks/spec.ts';
import { invocation, TestClient } from '../../support/client.ts';
import type { Sshd } from '../../support/sshd.ts';
import type { DoorName } from './doors.ts';
import { type Program, PROGRAMS } from './programs.ts';

/** Who answers where no hook has a say. */
export interface AnswersBy {
  from: Provenance['from'];
  doors: readonly DoorName[];
  /** Of a deck whose files lie in `folder`. */
  options(world: { host: Sshd; folder: string }): Promise<DeckOptions> | DeckOptions;
}

export type AnswerKind = 'replayed' | 'hooked' | 'local' | 'host' | 'original' | 'passed through';

const BOTH = ['ssh', 'shim'] as const;

/** Live answers are recorded, but for those of originals that take the place of their shim. */
export const ANSWERS: Readonly<Record<AnswerKind, AnswersBy>> = {
  replayed: {
    from: 'cassette',
    doors: BOTH,
    options: async ({ folder }) => ({ mode: 'none', cassettes: [await tape(join(folder, 'host.cassette'))] }),
  },
  hooked: {
    from: 'hook',
    doors: BOTH,
    options: () => ({ mode: 'none', hooks: PROGRAMS.map(mocked) }),
  },
  local: { from: 'upstream', doors: BOTH, options: ({ folder }) => recorded({ url: 'local:' }, folder) },
  host: {
    from: 'upstream',
    doors: BOTH,
    options({ host: { url, identity, knownHosts }, folder }) {
      return recorded({ url, identities: [identity], knownHosts, sshConfig: '/dev/null' }, folder);
    },
  },
  original: {
    from: 'upstream',
    doors: ['shim'],
    options: ({ folder }) => recorded({ url: 'original:' }, folder),
  },
  'passed through': {
    from: 'passthrough',
    doors: ['shim'],
    options: () => ({ mode: 'none', miss: 'passthrough', allowRun: true }),
  },
};

/** Behind a client of SSH stands no original. */
export const isAnsweredAt = (door: DoorName, kind: AnswerKind): boolean => ANSWERS[kind].doors.includes(door);

/** Where live answers are recorded. */
export const tapeIn = (folder: string): string => join(folder, 'live.cassette');

/** Clients are killed and connections break, and what comes of that is on the tape. */
const recorded = (upstream: DeckOptions['upstream'] & object, folder: string): DeckOptions => ({
  ...{ mode: 'all', cassette: tapeIn(folder), tapeFailures: true, upstream },
});

function mocked({ argv: [target = '', option = '', text = ''], stdout, stderr, end }: Program): HookSpec {
  const base64 = (bytes: string) => ({ base64: Buffer.from(bytes, 'latin1').toString('base64') });
  const exit = Number(end.replace('exited ', ''));
  return {
    match: { target, args: [option, { literal: text }] },
    do: { mock: { stdout: base64(stdout), stderr: base64(stderr), exit } },
  };
}

/** What this machine answers, recorded with no hook there. */
async function tape(cassette: string): Promise<string> {
  await using deck = await openDeck({ mode: 'all', cassette, upstream: { url: 'local:' } });
  for (const { argv, typed } of PROGRAMS) {
    const client = new TestClient();
    const answered = deck.answer(invocation(argv), client);
    // Behind what is said first, or that would wait for it when it is played.
    if (typed !== undefined) {
      await client.until(({ stdout }) => stdout !== '');
      client.type(typed);
    }
    client.eof();
    await answered;
  }
  await deck.close();
  return cassette;
}
