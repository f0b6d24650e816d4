import { describe, expect, it } from 'vitest';
import { openDeck } from '../../../src/deck.ts';
import type { DeckSshDoor } from '../../../src/deck-options.ts';
import type { HookSpec } from '../../../src/hooks/spec.ts';
import type { Deck } from '../../../src/running-deck.ts';
import { needs } from '../../support/needs.ts';
import { connect, exec, opensshFor } from './clients.ts';

const answers: HookSpec = { name: 'answers', do: { mock: { stdout: 'x' } } };

async function deckWith(hook: HookSpec, door: DeckSshDoor = {}): Promise<Deck & { lines: string[] }> {
  const lines: string[] = [];
  const ssh = [{ ...door, log: (line: string) => void lines.push(line) }];
  const deck = await openDeck({ mode: 'none', hooks: [{ name: 'refuses', ...hook }, answers], ssh });
  return Object.assign(deck, { lines });
}

async function executed(deck: Deck, username = 'root'): Promise<string> {
  try {
    await using client = await clientOf(deck, username);
    return (await exec(client, 'says')).stdout.toString();
  } catch (error) {
    return (error as Error).message;
  }
}

function clientOf(deck: Deck, username = 'root'): ReturnType<typeof connect> {
  const [door] = deck.ready.ssh;
  if (!door) throw new Error('the deck has no SSH door');
  const { host, port, password } = door;
  return connect({ host, port, username, ...(password !== undefined && { password }) });
}

const AUTHENTICATION: HookSpec = { do: { fault: { refuse: 'authentication' } } };
const CHANNEL: HookSpec = { do: { fault: { refuse: 'channel' } } };
const NOT_LET_IN = 'All configured authentication methods failed';
const NO_CHANNEL = expect.stringContaining('Channel open failure') as string;

describe('a hook refuses authentication', () => {
  it('so many times, each a login, and then it works', async () => {
    await using deck = await deckWith({ ...AUTHENTICATION, times: 2 });
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push(await executed(deck));
    expect(seen).toEqual([NOT_LET_IN, NOT_LET_IN, 'x']);
    expect(deck.lines[0]).toBe('a login as "root" by password is refused by hook "refuses"');
  });

  it('to a user and an origin alone', async () => {
    await using deck = await deckWith({ ...AUTHENTICATION, match: { user: 'root', origin: 'esx-1' } });
    expect(await executed(deck, 'root+esx-1')).toBe(NOT_LET_IN);
    expect(await executed(deck, 'root+esx-2')).toBe('x');
    expect(await executed(deck, 'ada+esx-1')).toBe('x');
  });

  it('where anyone may come in', async () => {
    await using deck = await deckWith({ ...AUTHENTICATION, times: 1 }, { auth: { kind: 'none' } });
    expect(await executed(deck)).toBe(NOT_LET_IN);
    expect(await executed(deck)).toBe('x');
  });
});

describe('a hook refuses a channel', () => {
  it('so many times, and then it works, on the same connection', async () => {
    await using deck = await deckWith({ ...CHANNEL, times: 2 });
    await using client = await clientOf(deck);
    const seen = [];
    for (let i = 0; i < 3; i++) {
      const said = exec(client, 'says').then(({ stdout }) => stdout.toString());
      seen.push(await said.catch((error: unknown) => (error as Error).message));
    }
    expect(seen).toEqual([NO_CHANNEL, NO_CHANNEL, 'x']);
    expect(deck.lines).toHaveLength(2);
    expect(deck.lines[0]).toBe('a channel for "root" is refused by hook "refuses"');
  });
});

needs('ssh')('a client of OpenSSH', () => {
  it.each([
    [AUTHENTICATION, /Permission denied/],
    [CHANNEL, /administratively prohibited: refused by a hook/],
    [{ when: 'before', do: { fault: { refuse: 'execution' } } } satisfies HookSpec, /exec request failed/],
    [{ when: 'before', do: { fault: { drop: { after: 0 } } } } satisfies HookSpec, /closed by remote host/],
  ])('is told of %j, and once only', async (hook, told) => {
    await using deck = await deckWith({ ...hook, times: 1 });
    const [ready] = deck.ready.ssh;
    if (!ready) throw new Error('the deck has no SSH door');
    await using openssh = await opensshFor({ ready });
    const refused = await openssh.run('ssh', ['-o', 'BatchMode=yes', 'door', 'says']);
    expect(refused).toMatchObject({ stdout: '', code: 255 });
    expect(refused.stderr).toMatch(told);
    expect(await openssh.run('ssh', ['door', 'says'])).toMatchObject({ stdout: 'x', code: 0 });
  });
});
