import { setImmediate as turn } from 'node:timers/promises';
import { CHANNEL, encodeMessage } from '../../src/ssh/message.ts';
import type { Random } from '../support/random.ts';
import type { Fuzzer } from './fuzzer.ts';
import { openGuardedDeck } from './guarded-deck.ts';
import { connectHostile, type HostileClient } from './hostile-client.ts';
import type { Doing } from './loaded-deck.ts';
import { loginMessages } from './login-messages.ts';
import { within } from './patience.ts';
import { sessionMessages } from './session-messages.ts';

/** Clients that have agreed on keys, and log in as nobody should. */
export const sshBeforeLogin: Fuzzer = {
  name: 'ssh-before-login',
  async open() {
    const deck = await openGuardedDeck();
    return {
      async run(random: Random, caseNumber: number) {
        const messages = loginMessages(random, deck.login.privateKey);
        const input = described(messages);
        // It knows no way to log in of its own.
        using client = await connectHostile({ ...deck.login, authHandler: () => undefined }, 'handshake');
        await send(client, messages, random);
        await leave(client, random, input);
        await deck.expectSound(caseNumber, input);
      },
      [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose](),
    };
  },
};

/** Clients that were let in, and use sessions as nobody should. */
export const sshAfterLogin = (doing: Doing): Fuzzer => ({
  name: `ssh-after-login-${doing}`,
  async open() {
    const deck = await openGuardedDeck(doing);
    return {
      async run(random: Random, caseNumber: number) {
        const messages = sessionMessages(random);
        const input = described(messages);
        using client = await connectHostile(deck.login, 'ready');
        await send(client, messages, random);
        await expectHeard(client, input);
        await leave(client, random, input);
        await deck.expectSound(caseNumber, input);
      },
      [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose](),
    };
  },
});

/** Sends them, and changes keys in the midst of it at times, in good order or not. */
async function send(client: HostileClient, messages: readonly Buffer[], random: Random): Promise<void> {
  const rekeyAt = random.int(4 * messages.length);
  for (const [i, message] of messages.entries()) {
    if (client.isOver()) return;
    if (i === rekeyAt) {
      const rekeyed = client.rekeyed();
      client.rekey();
      if (random.int(4) > 0) await rekeyed;
    }
    client.send(message);
    if (random.int(6) === 0) await turn();
  }
}

/** A door that did not cut the connection goes on answering on it. */
async function expectHeard(client: HostileClient, input: string): Promise<void> {
  if (client.isOver()) return;
  const heard = client.refused(MARKER);
  client.send(encodeMessage(CHANNEL.OPEN, 'no such channel', MARKER, 1, 1));
  await within(Promise.race([heard, client.over]), 'the door neither answers nor ends the connection', input);
}

const MARKER = 0xf00df00d;

async function leave(client: HostileClient, random: Random, input: string): Promise<void> {
  client.leave(random.pick(['ends', 'resets', 'says goodbye']));
  await within(client.over, 'the door keeps the connection', input);
}

const described = (messages: readonly Buffer[]): string =>
  messages.map((message) => `> ${message.toString('hex')}`).join('\n');
