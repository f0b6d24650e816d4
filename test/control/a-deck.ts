import { onTestFinished } from 'vitest';
import type { ControlAddress, ControlReady } from '../../src/control/control.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Invocation } from '../../src/invocation.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';
import { clientOf, type ControlClient } from './client.ts';

/** A deck with a control API, and somebody who uses both. */
export interface ControlledDeck {
  deck: Deck;
  ready: ControlReady;
  control: ControlClient;
  /** What a client of the deck gets, by its streams. */
  ask(command: string, more?: Partial<Invocation>): Promise<TestClient>;
}

/** It ends with the test. */
export async function aControlledDeck(
  options: DeckOptions = {},
  address: ControlAddress = { port: 0 },
): Promise<ControlledDeck> {
  const deck = await openDeck({ mode: 'none', ...options, control: address });
  onTestFinished(() => deck[Symbol.asyncDispose]());
  const { control: ready } = deck.ready;
  if (!ready) throw new Error('the deck has no control API');
  return {
    deck,
    ready,
    control: clientOf(ready),
    async ask(command, more = {}) {
      const client = new TestClient().eof();
      await deck.answer(invocation(command, more), client);
      return client;
    },
  };
}
