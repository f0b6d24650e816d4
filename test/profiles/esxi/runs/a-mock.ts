import { onTestFinished } from 'vitest';
import { type DoorFile, writeClientFiles } from '../../../../src/cli/client-files.ts';
import type { DeckOptions } from '../../../../src/deck-options.ts';
import { type Deck, openDeck } from '../../../../src/index.ts';
import { spawned } from '../../../clients/spawned.ts';
import type { Seen } from '../../../clients/commands.ts';
import { pathOf } from '../../../support/needs.ts';

/** A deck whose esxi profile answers at an SSH door, and OpenSSH's client for it. */
export interface MockEsxi {
  deck: Deck;
  server: DoorFile;
  /** Executes as `ssh HOST COMMAND` does; of another origin by its name. */
  ssh(command: string, more?: { stdin?: string; origin?: string }): Promise<Seen>;
  /** What it says, where it ends with 0 and has nothing on stderr. */
  says(command: string, stdin?: string): Promise<string>;
}

/** It is closed when the test has finished. */
export async function aMockEsxi(options: DeckOptions = {}): Promise<MockEsxi> {
  const deck = await openDeck({ mode: 'none', profile: 'esxi', ssh: [{}], ...options });
  onTestFinished(() => deck[Symbol.asyncDispose]());
  return servedBy(deck);
}

export async function servedBy(deck: Deck): Promise<MockEsxi> {
  const [ready] = deck.ready.ssh;
  if (!ready) throw new Error('the deck has no SSH door');
  const files = await writeClientFiles([{ ready, origin: 'default' }]);
  onTestFinished(() => files[Symbol.asyncDispose]());
  const [server] = files.doors;
  const ssh: MockEsxi['ssh'] = (command, { stdin, origin } = {}) => {
    const user = origin === undefined ? [] : ['-l', `root+${origin}`];
    return spawned([pathOf('ssh'), '-F', server.config, ...user, server.alias, command], { stdin });
  };
  return {
    ...{ deck, server, ssh },
    async says(command, stdin) {
      const seen = await ssh(command, stdin === undefined ? {} : { stdin });
      if (seen.code === 0 && seen.stderr === '') return seen.stdout;
      throw new Error(`${command}\nended with ${seen.code}: ${seen.stdout}${seen.stderr}`);
    },
  };
}
