import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallLog } from '../calls.ts';
import { commandVariables } from '../cli/client-access.ts';
import { writeClientFiles } from '../cli/client-files.ts';
import { interposeForCommand } from '../cli/interposed-command.ts';
import { makePrivateFolder } from '../cli/private-folder.ts';
import type { DeckOptions, DeckShimDoor } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import { parseInterposed } from '../interpose/interposed.ts';
import { Releases } from '../releases.ts';
import type { Deck } from '../running-deck.ts';
import { shimBinary } from '../shim/binary.ts';
import { withoutPasswords } from '../upstreams/passwords.ts';
import type { Taping } from './mode.ts';
import type { TestDeckOptions } from './options.ts';

/** The deck of a test. It is closed when the test has ended. */
export interface TestDeck extends Deck {
  /**
   * The environment for clients that the test starts: this process's own, and how to get in (TAPEHEAD_SSH_CONFIG and
   * the like), and first on PATH the commands that are the shim.
   */
  readonly env: NodeJS.ProcessEnv;
  /** Where it is, or would be. */
  readonly cassette: string;
  /** Who asks, unless the client says otherwise. */
  readonly origin: string;
}

/** What a test is to its deck. */
export interface TestIdentity {
  cassette: string;
  origin: string;
}

/** What a test's deck tells of its calls, and of clients that it turned away. */
export type TestLog = CallLog & { told(line: string): void };

/**
 * Opens the deck of a test, and all that clients need.
 *
 * @throws TapeheadError as `openDeck()`
 */
export async function openTestDeck(
  { cassette, origin }: TestIdentity,
  options: TestDeckOptions,
  taping: Taping,
  log: TestLog | undefined,
): Promise<{ deck: TestDeck; releases: Releases }> {
  const releases = new Releases();
  try {
    const { ssh = true, shim = false, upstream, upstreams, ...rest } = deckOptionsOf(options);
    const names = typeof shim === 'boolean' ? [] : shim.map(parseInterposed);
    const doors = shim === false ? [] : [await shimDoor(releases)];
    const interposed = releases.use(await interposeForCommand(names, doors, shimBinary));
    const told = log && { log: (line: string) => log.told(line) };
    const deckOptions: DeckOptions = {
      hooks: [],
      ...rest,
      // One that is there and not recorded from would be asked for what is not on the tape.
      ...(taping.records && { ...(upstream && { upstream }), ...(upstreams && { upstreams }) }),
      mode: taping.mode,
      ...(taping.cassette !== undefined && { cassette: taping.cassette }),
      calls: { most: MOST_CALLS, streams: true, invokers: true, ...rest.calls },
      origin,
      ssh: ssh === false ? [] : [{ ...(ssh === true ? {} : ssh), ...told }],
      shim: interposed.doors.map((door) => ({ ...door, ...told })),
      ...(log && { log }),
    };
    if (taping.records) await mkdir(dirname(cassette), { recursive: true });
    const deck = releases.use(await openDeck(deckOptions));
    const served = deck.ready.ssh.map((ready) => ({ ready, origin }));
    const clients = served.length > 0 ? releases.use(await writeClientFiles(served)) : undefined;
    const access = { doors: clients?.doors ?? [], sockets: deck.ready.shim };
    const own = withoutPasswords(process.env);
    const env = { ...own, ...interposed.variables(own), ...commandVariables(access, origin) };
    return { deck: Object.assign(deck, { env, cassette, origin }), releases };
  } catch (error) {
    await releases[Symbol.asyncDispose]();
    throw error;
  }
}

const deckOptionsOf = ({
  failOnMiss: _,
  requireAllPlayed: __,
  cassette: ___,
  ...rest
}: TestDeckOptions): Omit<TestDeckOptions, 'cassette'> => rest;

/** A test that asks more often wants to know, too. */
const MOST_CALLS = 10_000;

async function shimDoor(releases: Releases): Promise<DeckShimDoor> {
  const folder = releases.use(await makePrivateFolder());
  return { path: join(folder.path, 'socket') };
}
