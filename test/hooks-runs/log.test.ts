import { describe, expect, it } from 'vitest';
import type { HookMessage } from '../../src/calls.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';
import { ask, hookedDeck } from './a-deck.ts';

/** A deck whose log is what happened to each call, in order. */
async function logged(hooks: Parameters<typeof hookedDeck>[0] = {}) {
  const events: string[] = [];
  const messages: HookMessage[] = [];
  const log = {
    asked: ({ number }: { number: number }) => void events.push(`${number} asked`),
    answered: ({ number }: { number: number }) => void events.push(`${number} answered`),
    said(message: HookMessage) {
      messages.push(message);
      events.push(`${message.call.number} ${message.hook}: ${message.told}`);
    },
  };
  const { deck } = await hookedDeck({ ...hooks, log });
  return { deck, events, messages, [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose]() };
}

const looks = {
  name: 'looks',
  when: 'before',
  match: { target: 'df', args: ['**', { pattern: '(?<path>/.*)' }] },
  do: { log: 'at ${path}' },
} as const;

describe('the log has what a log action says', () => {
  it('with its hook and its call, between what was asked and what was answered', async () => {
    await using deck = await logged({ hooks: [looks, { name: 'answers', do: { mock: {} } }] });
    await ask(deck.deck, 'df -P /srv');
    await ask(deck.deck, 'uname');
    await ask(deck.deck, 'df /');
    expect(deck.events).toEqual([
      ...['1 asked', '1 looks: at /srv', '1 answered'],
      ...['2 asked', '2 answered'],
      ...['3 asked', '3 looks: at /', '3 answered'],
    ]);
    expect(deck.messages[0]).toMatchObject({ call: { origin: 'default', number: 1 } });
  });

  it('of each point of the flow', async () => {
    const hooks = (['before', 'miss', 'after'] as const).map((when) => ({ when, do: { log: when } }));
    await using deck = await logged({ hooks: [...hooks, { do: { mock: { stdout: 'x' } } }] });
    await ask(deck.deck, 'uname');
    expect(deck.events.slice(1, -1)).toEqual(['1 hook-1: before', '1 hook-2: miss', '1 hook-3: after']);
  });

  it('without the secrets of the call, be they short', async () => {
    const match = { target: 'esxcli', args: ['--password', { pattern: '^(?<word>.*)$' }] };
    await using deck = await logged({ hooks: [{ name: 'tells', match, do: { log: 'by ${word}' } }] });
    for (const word of ['hunter2hunter2', 'pw1']) {
      await ask(
        deck.deck,
        invocation('', { asked: { kind: 'argv', argv: ['esxcli', '--password', word].map(Buffer.from) } }),
      );
    }
    expect(deck.messages.map(({ told }) => told)).toEqual(['by password-1****', 'by ***']);
  });

  it('for whoever follows the calls, as long as they do', async () => {
    const { deck } = await hookedDeck({ hooks: [looks] });
    await using _ = deck;
    const told: string[] = [];
    const release = deck.onCall({ said: (message) => void told.push(message.told) });
    await ask(deck, 'df /a');
    release();
    await ask(deck, 'df /b');
    expect(told).toEqual(['at /a']);
  });
});

describe.each(['before', 'after'] as const)('the log has what a handler `%s` writes', (when) => {
  it('when its answer is over, which nobody awaits', async () => {
    await using deck = await logged({ hooks: [{ do: { mock: {} } }] });
    let signal: AbortSignal | undefined;
    const late = new Promise<void>((done) => {
      deck.deck.hook(
        'esxcli',
        (call) => {
          ({ signal } = call);
          call.signal.addEventListener('abort', () => {
            call.stdout.write('late').then(undefined, done);
          });
          return 0;
        },
        { when, name: 'writes' },
      );
    });
    await ask(deck.deck, 'esxcli vm list', new TestClient().eof());
    await late;
    expect(signal?.aborted).toBe(true);
    expect(deck.events).toContain('1 writes: stdout was written when the answer was over');
  });
});
