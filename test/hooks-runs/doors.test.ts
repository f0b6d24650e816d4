import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { ActionSpec } from '../../src/hooks/actions/spec.ts';
import type { HookHandler } from '../../src/hooks/handler.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { describeOutcome } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import { opensshFor } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

// What is asked is `seq 1`, and in its place `seq 2`; who answers says which.

interface Ran {
  stdout: string;
  stderr: string;
  outcome: string;
}

/** Asks a deck as real clients do. */
type Door = (deck: Deck, shims: Shims, command: string, input: string) => Promise<Ran>;

const DOORS: Record<string, Door> = {
  async ssh(deck, _, command, input) {
    const [ready] = deck.ready.ssh;
    if (!ready) throw new Error('the deck has no door');
    await using openssh = await opensshFor({ ready });
    const { code, ...said } = await openssh.run('ssh', ['door', command], input);
    return { ...said, outcome: `exited ${code}` };
  },
  async shim(_deck, shims, command, input) {
    const { outcome, ...said } = await shims.bash(command, { input });
    return { ...said, outcome: describeOutcome(outcome) };
  },
};

needs('ssh', 'gcc')('hooks over both doors', () => {
  let folder: TempFolder;
  let shims: Shims;
  let cassette: string;

  beforeAll(() => {
    folder = new TempFolder();
    shims = new Shims();
    shims.link('seq');
    cassette = writeCassette(folder.file('seq.cassette'), [
      { command: 'seq 1', stdout: 'replayed 1\n', code: 3 },
      { command: 'seq 2', stdout: 'replayed 2\n', code: 3 },
    ]);
  });
  afterAll(() => {
    shims[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  const mocked = (n: number): HookSpec => ({
    match: { target: 'seq', args: [`${n}`] },
    do: { mock: { stdout: `hooked ${n}\n`, exit: 3 } },
  });
  const answers = (): Record<string, { options: DeckOptions; one: string; two: string; exit: number }> => ({
    replayed: { options: { cassettes: [cassette] }, one: 'replayed 1\n', two: 'replayed 2\n', exit: 3 },
    hooked: { options: { hooks: [mocked(1), mocked(2)] }, one: 'hooked 1\n', two: 'hooked 2\n', exit: 3 },
    live: { options: { upstream: { url: 'local:' } }, one: '1\n', two: '1\n2\n', exit: 0 },
  });

  async function run(
    door: string,
    { hooks = [], ...options }: DeckOptions,
    hook: { do: ActionSpec; when: 'before' | 'after' } | { code: HookHandler; when: 'before' | 'after' },
    input = '',
  ): Promise<Ran & { call: AnsweredCall | undefined }> {
    const calls: AnsweredCall[] = [];
    const log = { asked: () => undefined, answered: (call: AnsweredCall) => void calls.push(call) };
    const path = shims.socket;
    await using deck = await openDeck({ mode: 'none', hooks, ssh: [{}], shim: [{ path }], log, ...options });
    const { when } = hook;
    deck.hook('seq', 'code' in hook ? hook.code : hook.do, { when, name: 'the hook' });
    const ran = await (DOORS[door] as Door)(deck, shims, 'seq 1', input);
    await deck.close();
    return { ...ran, call: calls[0] };
  }

  describe.each(Object.keys(DOORS))('%s', (door) => {
    describe.each(['replayed', 'hooked', 'live'])('on %s answers', (kind) => {
      const answer = () => answers()[kind] as NonNullable<ReturnType<typeof answers>[string]>;

      it.each<[string, () => { do: ActionSpec } | { code: HookHandler }]>([
        ['data', () => ({ do: { modify: { args: ['2'] } } })],
        ['code', () => ({ code: (call) => call.modify({ args: ['2'] }) })],
      ])('modify, as %s: another command is asked', async (_, how) => {
        const { options, two, exit } = answer();
        const { stdout, stderr, outcome, call } = await run(door, options, { ...how(), when: 'before' });
        expect({ stdout, stderr, outcome }).toEqual({ stdout: two, stderr: '', outcome: `exited ${exit}` });
        expect(call?.hooks).toContain('the hook');
      });

      it('run: a program answers in its place', async () => {
        const program = folder.file('answers');
        writeFileSync(program, '#!/bin/sh\nread line; echo "$1: $line"; echo err >&2; exit 7\n');
        chmodSync(program, 0o755);
        const run_ = { do: { run: { argv: [program, 'told'] } }, when: 'before' } as const;
        const { call, ...ran } = await run(door, answer().options, run_, door === 'ssh' ? 'typed\n' : '');
        const line = door === 'ssh' ? 'told: typed\n' : 'told: \n';
        expect(ran).toEqual({ stdout: line, stderr: 'err\n', outcome: 'exited 7' });
        expect(call?.provenance).toMatchObject({ from: 'hook', hook: 'the hook' });
      });

      it('log: the answer is as it was', async () => {
        const { options, one, exit } = answer();
        const { call, ...ran } = await run(door, options, { do: { log: 'seen' }, when: 'before' });
        expect(ran).toEqual({ stdout: one, stderr: '', outcome: `exited ${exit}` });
        expect(call?.hooks).toContain('the hook');
      });

      it('code: it talks to its client, and answers by itself', async () => {
        const code: HookHandler = async ({ stdin, stdout }) => {
          for await (const line of stdin.lines()) await stdout.write(`<${line}>`);
          return 9;
        };
        const { call, ...ran } = await run(door, answer().options, { code, when: 'before' }, 'a\nb');
        expect(ran).toEqual({ stdout: '<a><b>', stderr: '', outcome: 'exited 9' });
        expect(call?.provenance).toMatchObject({ from: 'hook', hook: 'the hook' });
      });

      it('code: what is answered is rewritten, and its outcome', async () => {
        const code: HookHandler = async (call) => {
          const was = await call.answer();
          return { ...was, stdout: `was ${was.stdout.toString()}`, exit: (was.exit ?? 0) + 1 };
        };
        const { options, one, exit } = answer();
        const { call, ...ran } = await run(door, options, { code, when: 'after' });
        expect(ran).toEqual({ stdout: `was ${one}`, stderr: '', outcome: `exited ${exit + 1}` });
        expect(call?.hooks).toContain('the hook');
      });

      it('code that throws: the client gets 125 and the reason', async () => {
        const code: HookHandler = () => Promise.reject(new Error('boom'));
        const { call, ...ran } = await run(door, answer().options, { code, when: 'before' });
        expect(ran).toEqual({
          stdout: '',
          stderr: 'tapehead: hook "the hook" failed: boom\ntry: see to its handler\n',
          outcome: 'exited 125',
        });
        expect(call?.provenance).toMatchObject({ from: 'trouble', code: 'HOOK_FAILED' });
      });
    });

    const passing: [string, { do: ActionSpec } | { code: HookHandler }][] = [
      ['data', { do: { passthrough: true } }],
      ['code', { code: (call) => call.passThrough() }],
    ];
    it.each(passing)(
      'passthrough, as %s: the original behind a shim, and nothing over SSH',
      async (_, how) => {
        const { options } = answers()['replayed'] ?? {};
        const { call, ...ran } = await run(door, { ...options }, { ...how, when: 'before' });
        if (door === 'shim') {
          expect(ran).toEqual({ stdout: '1\n', stderr: '', outcome: 'exited 0' });
          expect(call?.provenance).toEqual({ from: 'passthrough', hook: 'the hook' });
        } else {
          expect(ran).toMatchObject({ stdout: '', outcome: 'exited 125' });
          expect(ran.stderr).toMatch(
            /nothing can be passed through: no original stands behind a client of door ssh/,
          );
        }
      },
    );
  });

  it('code observes the original behind a shim, with the stdin it has seen given back', async () => {
    shims.link('digests').program('digests', 'cat; echo err >&2; exit 5');
    await using deck = await openDeck({ mode: 'none', hooks: [], shim: [{ path: shims.socket }] });
    deck.hook('digests', async (call) => {
      for await (const _ of call.stdin.lines()) break;
      const seen = await call.observe();
      return { ...seen, stdout: seen.stdout.toString().toUpperCase() };
    });
    const ran = await shims.bash('cat | digests', { input: 'one\ntwo\n' });
    expect([ran.stdout, ran.stderr, describeOutcome(ran.outcome)]).toEqual([
      'ONE\nTWO\n',
      'err\n',
      'exited 5',
    ]);
  });

  it('code passes an original through as a child where it has read of its stdin', async () => {
    shims.link('counts').program('counts', 'wc -l; kill -TERM $$');
    await using deck = await openDeck({ mode: 'none', hooks: [], shim: [{ path: shims.socket }] });
    deck.hook('counts', async (call) => {
      for await (const _ of call.stdin.lines()) break;
      await call.passThrough();
    });
    const { stdout, outcome } = await shims.bash('cat | counts', { input: 'one\ntwo\n' });
    expect([stdout.trim(), describeOutcome(outcome)]).toEqual(['2', 'exited 143']);
  });
});
