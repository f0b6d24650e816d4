import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import type { HookHandler } from '../../src/hooks/handler.ts';
import { exited } from '../../src/outcome.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { aControlledDeck } from '../control/a-deck.ts';
import { BothDoors, DOORS } from '../hooks-runs/both-doors.ts';
import { needs } from '../support/needs.ts';

const SAID = { stdout: 'as it was\n', stderr: '' };

/** What code of tests may do that the types forbid. */
const wrongly = (handler: (...args: never[]) => unknown): HookHandler => handler as unknown as HookHandler;

const rejects = (what: unknown): HookHandler =>
  wrongly(async () => {
    throw what;
  });

needs('ssh', 'gcc')('a handler of a hook', () => {
  let both: BothDoors;
  beforeAll(() => void (both = new BothDoors(SAID)));
  afterAll(() => both[Symbol.dispose]());

  const failing: [string, HookHandler, RegExp, { stdout?: string }?][] = [
    ['throws', () => Promise.reject(new Error('boom')), /failed: boom$/],
    ['throws before it waits for anything', wrongly(() => fail(new Error('boom'))), /failed: boom$/],
    ['throws text', rejects('boom'), /failed: boom$/],
    ['throws nothing', rejects(undefined), /failed: /],
    ['throws what cannot be shown', rejects(Object.create(null)), /failed: /],
    ['never returns', () => new Promise(() => undefined), /has neither answered nor ended in 0\.1 s$/],
    [
      'says half of it and never returns',
      async ({ stdout }) => {
        await stdout.write('half');
        return new Promise(() => undefined);
      },
      /has neither answered nor ended in 0\.1 s$/,
      { stdout: 'half' },
    ],
    ['returns a code that is none', () => -1, /-1 is no exit code$/],
    ['returns text for a code', wrongly(() => ({ exit: '1' })), /'1' is no exit code$/],
    ['returns what is no answer', wrongly(() => Symbol('x')), /it returned Symbol\(x\), which is no answer$/],
    ['returns null', wrongly(() => null), /it returned null, which is no answer$/],
    ['says a number', wrongly(() => ({ stdout: 3 })), /it returned { stdout: 3 }, which is no answer$/],
    [
      'ends in no outcome',
      wrongly(() => ({ kind: 'exit' })),
      /it returned { kind: 'exit' }, which is no answer$/,
    ],
    [
      'returns an unknown key',
      wrongly(() => ({ stdoud: 'x' })),
      /it returned the unknown key 'stdoud'; did you mean stdout\?$/,
    ],
  ];

  describe.each(DOORS)('over %s', (door) => {
    it.each(failing)(
      'that %s ends in 125 and the reason, and the next client has its answer',
      async (_, handler, reason, { stdout = '' } = {}) => {
        await using deck = await both.open('a cassette', []);
        {
          using _bad = deck.hook('says', handler, { name: 'bad', when: 'before', limit: '100ms' });
          const { stderr, ...seen } = await both.ask(deck, door);
          expect(seen).toEqual({ stdout, end: exited(125) });
          const [wrong = '', remedy = '', ...more] = stderr.trimEnd().split('\n');
          expect(wrong).toMatch(/^tapehead: hook "bad"/);
          expect(wrong).toMatch(reason);
          expect(remedy).toMatch(/^try: ./);
          expect(more).toEqual([]);
        }
        expect(await both.ask(deck, door)).toEqual({ ...SAID, end: exited(0) });
      },
    );

    it('that writes after the outcome is told so, and its client and the next have their answers', async () => {
      await using deck = await both.open('a cassette', []);
      let isOver!: (told: unknown) => void;
      const told = new Promise((resolve) => (isOver = resolve));
      {
        using _late = deck.hook(
          'says',
          (call) => {
            call.signal.addEventListener('abort', () => void call.stdout.write('late').then(isOver, isOver));
            return { stdout: 'in time\n', exit: 4 };
          },
          { when: 'before' },
        );
        expect(await both.ask(deck, door)).toEqual({ stdout: 'in time\n', stderr: '', end: exited(4) });
      }
      expect(await told).toMatchObject({
        code: 'HOOK_FAILED',
        message: 'stdout was written when the answer was over',
      });
      expect(await both.ask(deck, door)).toEqual({ ...SAID, end: exited(0) });
    });
  });
});

function fail(error: Error): never {
  throw error;
}

describe('a manifest with', () => {
  const hook = (lines: string): string => `version: 1\nhooks:\n  - ${lines}\n`;
  const reads = (file: string): string => hook(`do: { mock: { stdout: { file: ${file} } } }`);

  it.each<[string, string, string]>([
    ['an unknown key', 'version: 1\nhoks: []\n', '2:1: unknown key "hoks" in manifest; did you mean hooks?'],
    [
      'an unknown key in a hook',
      hook('{ mtch: {}, do: { mock: {} } }'),
      '3:7: unknown key "mtch" in hook; did you mean match?',
    ],
    [
      'a number for text',
      hook('{ match: { target: 3 }, do: { mock: {} } }'),
      "3:24: target must be text, not a number: write '3' in quotes",
    ],
    ['text for a list', 'version: 1\nhooks: none\n', '2:8: hooks must be a list, not text'],
    ['itself below it', 'version: 1\nextends: m.yaml\n', '2:10: it extends itself: m.yaml → m.yaml'],
    ['itself below another', 'version: 1\nextends: other.yaml\n', '→ m.yaml'],
    [
      'a pattern without linear time',
      hook("{ match: { args: [{ pattern: '(a+)\\1' }] }, do: { mock: {} } }"),
      'which cannot run in linear time',
    ],
    ['a file above its folder', reads('../secret'), "../secret lies outside the manifest's folder"],
    ['a file by its whole path', reads('/etc/passwd'), "/etc/passwd lies outside the manifest's folder"],
    ['a link that leads out', reads('link'), "link lies outside the manifest's folder"],
    [
      'a file behind a link that leads out',
      reads('out/secret'),
      "out/secret lies outside the manifest's folder",
    ],
  ])('%s ends the command before anything runs, with the place and the remedy', async (_, text, told) => {
    const above = await testFolder();
    const folder = join(above, 'suite');
    mkdirSync(folder);
    writeFileSync(join(above, 'secret'), 'secret');
    symlinkSync('../secret', join(folder, 'link'));
    symlinkSync('..', join(folder, 'out'));
    writeFileSync(join(folder, 'm.yaml'), text);
    writeFileSync(join(folder, 'other.yaml'), 'version: 1\nextends: m.yaml\n');
    const path = join(folder, 'm.yaml');
    const ran = join(folder, 'ran');
    for (const args of [
      ['manifest', 'check', path],
      ['replay', '--manifest', path, '--', 'touch', ran],
    ]) {
      const process = new FakeProcess();
      expect(await run(args, process)).toBe(1);
      const said = process.said.replaceAll(`${folder}/`, '');
      expect(said).toMatch(/^tapehead: (m|other)\.yaml:\d+:\d+: .+\ntry: .+\n$/);
      expect(said).toContain(told);
      expect(said).not.toMatch(/^ +at /m);
      expect(said).not.toContain('secret\n');
    }
    expect(existsSync(ran)).toBe(false);
  });
});

describe('over the control API', () => {
  it('a pattern that would backtrack for ever is told from its match at once', async () => {
    const { control, ask } = await aControlledDeck();
    const hook = { match: { shell: { pattern: '^(a+)+$' } }, do: { mock: { stdout: 'matched' } } };
    expect(await control('POST', '/v1/hooks', hook)).toMatchObject({ status: 201 });
    const shell = (text: string) => ({ asked: { kind: 'string', command: Buffer.from(text) } }) as const;
    expect((await ask('', shell('a'.repeat(50_000)))).stdout).toBe('matched');
    expect((await ask('', shell(`${'a'.repeat(50_000)}b`))).stderr).toMatch(/^tapehead: miss: /);
  });

  it('one that has no linear time is refused, and the deck goes on', async () => {
    const { control } = await aControlledDeck();
    const hook = { match: { shell: { pattern: '(a+)\\1' } }, do: { mock: {} } };
    const { status, json } = await control('POST', '/v1/hooks', hook);
    expect([status, json.message]).toEqual([400, expect.stringContaining('cannot run in linear time')]);
    expect((await control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });
});
