import { type DoorFile, writeClientFiles } from '../../src/cli/client-files.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { type Deck, openDeck } from '../../src/index.ts';
import type { Report } from '../../src/report.ts';
import type { UpstreamOptions } from '../../src/upstreams/open.ts';
import type { Sshd } from '../support/sshd.ts';

/** A running deck with one SSH door, and the files that clients enter it with. */
export interface ServedDeck extends AsyncDisposable {
  readonly server: DoorFile;
  /** Ends the run well, which writes what was recorded. */
  close(): Promise<Report>;
}

/** Records all of it, into a new cassette. */
export const recording = (
  cassette: string,
  more: DeckOptions & Required<Pick<DeckOptions, 'upstream'>>,
): Promise<ServedDeck> => serve({ mode: 'all', cassette, ...more });

/** A host that lets in with a key; nothing of the user's own plays a part. */
export const upstreamOf = ({
  url,
  identity,
  knownHosts,
}: Pick<Sshd, 'url' | 'identity' | 'knownHosts'>): UpstreamOptions & { url: string } => ({
  url,
  identities: [identity],
  knownHosts,
  agent: '',
  sshConfig: '/dev/null',
});

/** Plays a cassette, each recording once, with no host at all. A client with a terminal may play what one without taped. */
export const replaying = (cassette: string, more: DeckOptions = {}): Promise<ServedDeck> =>
  serve({ mode: 'none', cassette, repeat: 'never', tty: 'ignore', ...more });

async function serve(options: DeckOptions): Promise<ServedDeck> {
  const deck = await openDeck({ ...options, ssh: [{}] });
  try {
    return await served(deck);
  } catch (error) {
    await deck[Symbol.asyncDispose]();
    throw error;
  }
}

async function served(deck: Deck): Promise<ServedDeck> {
  const [ready] = deck.ready.ssh;
  if (ready === undefined) throw new Error('the deck has no door');
  const files = await writeClientFiles([{ ready, origin: 'default' }]);
  return {
    server: files.doors[0],
    close: () => deck.close(),
    async [Symbol.asyncDispose]() {
      await deck[Symbol.asyncDispose]();
      await files[Symbol.asyncDispose]();
    },
  };
}
