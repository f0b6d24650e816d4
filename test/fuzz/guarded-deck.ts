import { connect, executeText } from '../../bench/client.ts';
import type { DeckProcess } from './deck-process.ts';
import { Finding } from './fuzzer.ts';
import { answerTo, commandOf, openLoadedDeck, type Doing } from './loaded-deck.ts';

/** A deck, and what must hold of it whatever its clients do. */
export interface GuardedDeck extends AsyncDisposable {
  login: DeckProcess['login'];
  /** After each case; each 50th time also what `expectNothingLeft` expects. */
  expectSound(caseNumber: number, input: string): Promise<void>;
  /** @throws Finding if it does not answer a client that behaves, or keeps descriptors of those that left */
  expectNothingLeft(input: string): Promise<void>;
}

export async function openGuardedDeck(doing: Doing = 'replay'): Promise<GuardedDeck> {
  const { process: deck, ...loaded } = await openLoadedDeck(doing);
  await expectAnswer(deck, 'nothing yet');
  const { descriptors } = await deck.state();
  const most = descriptors + (doing === 'record' ? ANOTHER_UPSTREAM : 0);
  const expectNothingLeft = async (input: string): Promise<void> => {
    await expectAnswer(deck, input);
    await expectFewDescriptors(deck, most, input);
    deck.expectSound(input);
  };
  return {
    ...loaded,
    expectNothingLeft,
    async expectSound(caseNumber, input) {
      deck.expectSound(input);
      if (caseNumber % 50 === 0) await expectNothingLeft(input);
    },
  };
}

/** A deck that records opens a second connection where executions block each other. */
const ANOTHER_UPSTREAM = 1;

async function expectAnswer(deck: DeckProcess, input: string): Promise<void> {
  const client = await connect(deck.login).catch((cause: unknown) => {
    deck.expectSound(input);
    throw new Finding('a client that behaves does not get in', input, { cause });
  });
  try {
    const answer = await executeText(client, commandOf(0));
    if (answer !== answerTo(commandOf(0)))
      throw new Finding(`a client that behaves got ${JSON.stringify(answer)}`, input);
  } finally {
    client.destroy();
  }
}

/** Closing takes a moment, up to what the door grants its clients to hang up as well. */
async function expectFewDescriptors(deck: DeckProcess, most: number, input: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (let now = Infinity; now > most;) {
    if (Date.now() > until) throw new Finding(`${now} descriptors, at most ${most} expected`, input);
    ({ descriptors: now } = await deck.state());
    if (now > most) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
