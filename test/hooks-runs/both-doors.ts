import type { CallLog } from '../../src/calls.ts';
import type { Clock } from '../../src/clock.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { exited, type Outcome } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';
import { connect, exec } from '../doors/ssh/clients.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { Shims } from '../support/shims.ts';
import { invocation, TempFolder } from '../support/tape.ts';

/** What a client saw of an answer; bytes as latin1. */
export interface Seen {
  stdout: string;
  stderr: string;
  /** `lost`: the connection broke, `refused`: it was never executed. */
  end: Outcome | 'lost' | 'refused' | 'no status';
}

/** What is said where no hook has a say. */
export interface Said {
  stdout: string;
  stderr: string;
}

export type AnsweredBy = 'a cassette' | 'a hook' | 'an upstream';
export const ANSWERED_BY: readonly AnsweredBy[] = ['a cassette', 'a hook', 'an upstream'];

export type DoorName = 'ssh' | 'shim';
export const DOORS: readonly DoorName[] = ['ssh', 'shim'];

/** A folder with a shim in the place of `says`, and a deck that answers it, for whoever asks by either door. */
export class BothDoors implements Disposable {
  readonly shims = new Shims().link('says');
  readonly #folder = new TempFolder();
  readonly #said: Said;
  #cassette: Promise<string> | undefined;

  constructor(said: Said) {
    this.#said = said;
  }

  async open(
    by: AnsweredBy,
    hooks: readonly HookSpec[],
    { clock, log }: { clock?: Clock; log?: CallLog } = {},
  ): Promise<Deck> {
    const own: Record<AnsweredBy, () => Promise<DeckOptions>> = {
      'a cassette': async () => ({ cassettes: [await this.#taped()], hooks }),
      'a hook': async () => ({
        hooks: [...hooks, { name: 'answers', match: { target: 'says' }, do: { mock: this.#said } }],
      }),
      'an upstream': async () => ({ upstream: new FakeUpstream(() => this.#says), hooks }),
    };
    const doors = { ssh: [{}], shim: [{ path: this.shims.socket }] };
    return openDeck({ mode: 'none', ...(await own[by]()), ...doors, ...(log && { log }) }, clock);
  }

  /** Asks for `says` by that door. */
  ask(deck: Deck, door: DoorName, input = ''): Promise<Seen> {
    return door === 'ssh' ? askOverSsh(deck, input) : this.#askThroughShim(input);
  }

  [Symbol.dispose](): void {
    this.shims[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }

  async #askThroughShim(input: string): Promise<Seen> {
    const { stdout, stderr, outcome } = await this.shims.bash('says', { input });
    const said = stderr.replace(/^tapehead: (says: lost the deck|refused).*\n/m, '');
    const ends: [RegExp, Seen['end']][] = [
      [/^tapehead: says: lost the deck/m, 'lost'],
      [/^tapehead: refused/m, 'refused'],
    ];
    const [, end] = ends.find(([told]) => told.test(stderr)) ?? [];
    const isNoStatus = outcome.kind === 'exited' && outcome.code === 255;
    return { stdout, stderr: said, end: end ?? (isNoStatus ? 'no status' : outcome) };
  }

  #taped(): Promise<string> {
    this.#cassette ??= this.#tape();
    return this.#cassette;
  }

  async #tape(): Promise<string> {
    const cassette = this.#folder.file('x.cassette');
    await using deck = await openDeck({
      mode: 'all',
      cassette,
      upstream: new FakeUpstream(() => this.#says),
    });
    await deck.answer(invocation('says'), new TestClient().eof());
    await deck.close();
    return cassette;
  }

  readonly #says = async (stdio: Stdio): Promise<Executed> => {
    const outcome = exited(0);
    await stdio.send({ type: 'stderr', bytes: Buffer.from(this.#said.stderr) });
    await stdio.send({ type: 'stdout', bytes: Buffer.from(this.#said.stdout) });
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome });
    return { outcome, notes: [] };
  };
}

async function askOverSsh(deck: Deck, input: string): Promise<Seen> {
  const [door] = deck.ready.ssh;
  if (!door?.password) throw new Error('the deck has no SSH door');
  const { host, port, password } = door;
  await using client = await connect({ host, port, username: 'root', password });
  let isLost = false;
  client.once('close', () => (isLost = true));
  try {
    const { stdout, stderr, code, signal } = await exec(client, 'says', Buffer.from(input));
    // A connection that broke is heard of behind its channels.
    await new Promise((resolve) => void setImmediate(resolve));
    return { stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1'), end: endOf() };

    function endOf(): Seen['end'] {
      if (signal) return { kind: 'signalled', name: signal.replace('SIG', ''), core: false };
      if (code !== null) return exited(code);
      return isLost ? 'lost' : 'no status';
    }
  } catch {
    return { stdout: '', stderr: '', end: 'refused' };
  }
}
