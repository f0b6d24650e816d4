import type { Client } from 'ssh2';
import { connect, executeText } from '../../bench/client.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { ANSWERS, answerTo, commandOf, openLoadedDeck, type Doing, type LoadedDeck } from './loaded-deck.ts';
import { Held } from './held.ts';

/*
 * Not hostile, but many. A case is a round of work, each answer of which is checked; `Held` looks after each
 * round at what the deck still holds.
 */

const CONNECTIONS = 200;
const EXECS = 10;

/** 200 connections at once with 10 executions each at once. */
const loadMany = (doing: Doing): Fuzzer => ({
  name: `load-many-${doing}`,
  open: () =>
    inRounds(doing, async (deck) => {
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => atOnce(deck, i * EXECS)));
      return CONNECTIONS * EXECS;
    }),
});

/** 1,000 executions in a row on one connection that stays, then 100 on a new one each. */
const loadRow = (doing: Doing): Fuzzer => ({
  name: `load-row-${doing}`,
  open: async () => {
    let client: Client | undefined;
    return inRounds(doing, async (deck) => {
      client ??= await connect(deck.login);
      for (let i = 0; i < 1_000; i++) await expectAnswer(client, i);
      for (let i = 0; i < 100; i++) await expectAnswerOfItsOwn(deck, i);
      return 1_100;
    });
  },
});

/** `round` resolves with how many executions it was. */
async function inRounds(doing: Doing, round: (deck: LoadedDeck) => Promise<number>): Promise<Fuzzing> {
  const deck = await openLoadedDeck(doing);
  const held = new Held(deck.process, doing);
  return {
    async run() {
      const executions = await round(deck);
      deck.process.expectSound('');
      await held.expectFlat(executions);
    },
    [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose](),
  };
}

async function atOnce(deck: LoadedDeck, first: number): Promise<void> {
  const client = await connect({ ...deck.login, readyTimeout: 60_000 });
  await Promise.all(Array.from({ length: EXECS }, (_, i) => expectAnswer(client, first + i)));
  client.destroy();
}

async function expectAnswerOfItsOwn(deck: LoadedDeck, i: number): Promise<void> {
  const client = await connect(deck.login);
  await expectAnswer(client, i);
  client.destroy();
}

async function expectAnswer(client: Client, i: number): Promise<void> {
  const command = commandOf(i % ANSWERS);
  const got = await executeText(client, command);
  if (got === answerTo(command)) return;
  throw new Finding(got === '' ? 'an answer was lost' : `the answer is another's: ${got}`, command);
}

export const loads: readonly Fuzzer[] = (['replay', 'record'] as const).flatMap((doing) => [
  loadMany(doing),
  loadRow(doing),
]);
