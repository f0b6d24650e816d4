import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { AnsweredCall } from '../../src/calls.ts';
import type { Invocation } from '../../src/invocation.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';

/** A deck that only hooks answer at first, with what it has answered. */
export async function hookedDeck(
  options: DeckOptions = {},
): Promise<{ deck: Deck; answered: AnsweredCall[] } & AsyncDisposable> {
  const answered: AnsweredCall[] = [];
  const log = { asked: () => undefined, answered: (call: AnsweredCall) => void answered.push(call) };
  const deck = await openDeck({ mode: 'none', hooks: [], log, ...options });
  return { deck, answered, [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose]() };
}

/** A client who asks, and types nothing unless it is one that does. */
export async function ask(
  deck: Deck,
  asked: string | Invocation,
  client = new TestClient().eof(),
): Promise<TestClient> {
  await deck.answer(typeof asked === 'string' ? invocation(asked) : asked, client);
  return client;
}
