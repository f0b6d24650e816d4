import { writeFileSync } from 'node:fs';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { Random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { joinFinal, partsOf } from './cassette-parts.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { WindowClient } from './window-client.ts';
import { recordingsOf, TAPES } from './window-tapes.ts';

/** Clients that play with windows, data and requests on several channels: each byte comes, none too early. */
export const window: Fuzzer = {
  name: 'window',
  async open() {
    const folder = new TempFolder();
    const path = folder.file('a.cassette');
    const header = { day: '2026-02-03', host: {}, redacted: [] };
    writeFileSync(path, joinFinal(partsOf({ header, recordings: recordingsOf(TAPES) })).bytes);
    const deck = await openDeck({ mode: 'none', cassettes: [path], ssh: [{ auth: { kind: 'none' } }] });
    return new WindowFuzzing(deck, folder);
  },
};

class WindowFuzzing implements Fuzzing {
  readonly #deck: Deck;
  readonly #folder: TempFolder;
  readonly #port: number;
  #bystander: WindowClient | undefined;

  constructor(deck: Deck, folder: TempFolder) {
    this.#deck = deck;
    this.#folder = folder;
    this.#port = deck.ready.ssh[0]?.port ?? 0;
  }

  /** One who behaves has a command under way from before to after. */
  async run(random: Random): Promise<void> {
    this.#bystander ??= await WindowClient.connect(this.#port);
    await using client = await WindowClient.connect(this.#port);
    try {
      await this.#bystander.executesHalf(random.pick(TAPES));
      await client.misbehaves(random);
      await this.#bystander.finishes();
    } catch (error) {
      if (error instanceof Finding) throw error;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Finding(message, client.told, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bystander?.[Symbol.asyncDispose]();
    await this.#deck[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}
