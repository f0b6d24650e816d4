import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { openDeck } from '../../src/deck.ts';
import type { RewriteSpec } from '../../src/hooks/actions/spec.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { exited } from '../../src/outcome.ts';
import { opensshFor } from '../doors/ssh/clients.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { needs } from '../support/needs.ts';
import { invocation } from '../support/tape.ts';
import { ANSWERED_BY, BothDoors, DOORS, type Seen } from './both-doors.ts';

const SAID = {
  stdout: 'Link,Name,\nUp,vmnic0,\nUp,vmnic1,\n',
  stderr: '{ "links": [ {"up":true}, {"up":true} ] }\n',
};
const ALL: Seen = { ...SAID, end: exited(0) };

const REWRITES: readonly [rewrite: RewriteSpec | readonly RewriteSpec[], seen: Partial<Seen>][] = [
  [{ stream: 'stdout', text: 'Up,', with: 'Down,' }, { stdout: SAID.stdout.replaceAll('Up', 'Down') }],
  [
    { stream: 'stdout', pattern: '^(?<link>Up),(?<name>.*1)', with: '${name} of ${host}: ${link}' },
    { stdout: 'Link,Name,\nUp,vmnic0,\nvmnic1 of default: Up,\n' },
  ],
  [
    { stream: 'stdout', csv: { column: 'Link', where: { Name: '*1' } }, with: 'Down' },
    { stdout: 'Link,Name,\nUp,vmnic0,\nDown,vmnic1,\n' },
  ],
  [
    { stream: 'stderr', json: '/links/*/up', with: false },
    { stderr: '{ "links": [ {"up":false}, {"up":false} ] }\n' },
  ],
  [
    { stream: 'stderr', json: '/links/0', with: 'of ${host}' },
    { stderr: '{ "links": [ "of default", {"up":true} ] }\n' },
  ],
  [{ outcome: { exit: 3 } }, { end: exited(3) }],
  [{ outcome: { signal: 'TERM' } }, { end: { kind: 'signalled', name: 'TERM', core: false } }],
  [
    [
      { stream: 'stdout', text: 'Up', with: 'Down' },
      { stream: 'stdout', pattern: 'Down,(?<name>.*)0', with: '${name}' },
      { stream: 'stderr', text: 'true', with: 'false' },
      { outcome: { exit: 1 } },
    ],
    {
      stdout: 'Link,Name,\nvmnic,\nDown,vmnic1,\n',
      stderr: SAID.stderr.replaceAll('true', 'false'),
      end: exited(1),
    },
  ],
];

needs('gcc')('rewrites', () => {
  let both: BothDoors;
  beforeAll(() => void (both = new BothDoors(SAID)));
  afterAll(() => both[Symbol.dispose]());

  describe.each(ANSWERED_BY)('of an answer by %s', (by) => {
    it.each(REWRITES)('%j', async (rewrite, expected) => {
      for (const when of ['before', 'after'] as const) {
        const origin = { pattern: '(?<host>.*)' };
        const hook: HookSpec = { when, match: { target: 'says', origin }, do: { rewrite } };
        await using deck = await both.open(by, [hook]);
        for (const door of DOORS) {
          const seen = await both.ask(deck, door);
          expect({ when, door, ...seen }).toEqual({ when, door, ...ALL, ...expected });
        }
      }
    });
  });

  needs('ssh')('for a client of OpenSSH', () => {
    it('are the same', async () => {
      await using deck = await both.open('a hook', [
        { when: 'after', do: { rewrite: { stream: 'stdout', text: 'Up', with: 'Down' } } },
      ]);
      const [ready] = deck.ready.ssh;
      if (!ready) throw new Error('the deck has no SSH door');
      await using openssh = await opensshFor({ ready });
      expect(await openssh.run('ssh', ['door', 'says'])).toEqual({
        stdout: SAID.stdout.replaceAll('Up', 'Down'),
        stderr: SAID.stderr,
        code: 0,
      });
    });
  });
});

describe('a rewrite that fails', () => {
  it.each(['before', 'after'] as const)(
    '%s gives the client 125 and a reason, and ends the answer',
    async (when) => {
      const calls: AnsweredCall[] = [];
      const log = { asked: () => undefined, answered: (call: AnsweredCall) => void calls.push(call) };
      let isCancelled = false;
      const upstream = new FakeUpstream(() => async (stdio) => {
        const bytes = Buffer.alloc(1024 * 1024, '[');
        for (let i = 0; i < 1000 && !stdio.gone.aborted; i++) await stdio.send({ type: 'stdout', bytes });
        isCancelled = stdio.gone.aborted;
        return { outcome: exited(0), notes: [] };
      });
      const hooks: HookSpec[] = [{ when, do: { rewrite: { stream: 'stdout', json: '/a', with: 1 } } }];
      await using deck = await openDeck({ mode: 'none', upstream, hooks, log });
      const client = new TestClient().eof();
      await deck.answer(invocation('says'), client);
      expect(client.outcome).toEqual(exited(125));
      expect(client.stdout).toBe('');
      expect(client.stderr).toMatch(/^tapehead: JSON of more than 16 MiB cannot be rewritten.*\ntry: .*\n$/);
      expect(isCancelled).toBe(true);
      expect(calls).toMatchObject([{ provenance: { from: 'trouble', code: 'HOOK_FAILED' } }]);
    },
  );
});

describe('what a rewrite holds back', () => {
  it('reaches a client who is asked by it', async () => {
    const upstream = new FakeUpstream(() => async (stdio) => {
      await stdio.send({ type: 'stdout', bytes: Buffer.from('Password: ') });
      for await (const event of stdio.stdin) if (event.type === 'eof') break;
      const outcome = exited(0);
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [] };
    });
    const rewrite = { stream: 'stdout', pattern: 'x', with: 'y' } as const;
    const hooks: HookSpec[] = [{ when: 'after', do: { rewrite } }];
    await using deck = await openDeck({ mode: 'none', upstream, hooks });
    const client = new TestClient();
    const answered = deck.answer(invocation('asks'), client);
    await client.until(({ stdout }) => stdout === 'Password: ');
    client.type('secret\n').eof();
    await answered;
    expect(client.outcome).toEqual(exited(0));
  });

  it('goes out where the answer is over without the end of its streams', async () => {
    const upstream = new FakeUpstream(() => async (stdio) => {
      const outcome = exited(0);
      await stdio.send({ type: 'stdout', bytes: Buffer.from('a U') });
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [] };
    });
    const rewrite = [
      { stream: 'stdout', text: 'Up', with: 'Down' },
      { stream: 'stdout', pattern: 'U$', with: 'V' },
    ] as const;
    const hooks: HookSpec[] = (['before', 'after'] as const).map((when) => ({ when, do: { rewrite } }));
    await using deck = await openDeck({ mode: 'none', upstream, hooks });
    const client = new TestClient().eof();
    await deck.answer(invocation('says'), client);
    expect(client.stdout).toBe('a V');
  });
});
