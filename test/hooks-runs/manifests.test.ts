import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { toText } from '../../src/cassette/text.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { loadManifest } from '../../src/open-manifests.ts';
import { folderOf, refusalOf } from '../manifest/folder.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation, writeCassette } from '../support/tape.ts';
import { ask, hookedDeck } from './a-deck.ts';

/** Decks with manifests in a folder of the test's own. */
async function manifests(files: Record<string, string>) {
  const texts = Object.entries(files).map(([name, text]) => [name, `version: 1\n${text}`]);
  const folder = await folderOf(Object.fromEntries(texts) as Record<string, string>);
  const paths = (names: readonly string[]): string[] => names.map((name) => join(folder, name));
  return {
    folder,
    paths,
    deck: (names: readonly string[], options: DeckOptions = {}) =>
      hookedDeck({ manifests: paths(names), ...options }),
  };
}

/** What each command got on stdout, of a cassette and an upstream too. */
async function said(
  options: DeckOptions,
  ...commands: string[]
): Promise<{ out: string[]; calls: AnsweredCall[] }> {
  await using opened = await hookedDeck(options);
  const out: string[] = [];
  for (const command of commands) out.push((await ask(opened.deck, command)).stdout);
  return { out, calls: opened.answered };
}

describe('hooks of layers', () => {
  const saying = (word: string, when: string): string =>
    `- { name: ${word}-${when}, when: ${when}, match: { target: x }, do: { rewrite: { stream: stdout, pattern: '$', with: ' ${word}' } } }\n`;

  it("have their turns: the test's before the image's, but for what an answer is made into", async () => {
    const { deck } = await manifests({
      'image.yaml': `transforms:\n- { name: image-transform, when: after, match: { target: x }, do: { log: a } }\nhooks:\n${['before', 'after'].map((when) => saying('image', when)).join('')}`,
      'test.yaml': `extends: image.yaml\nhooks:\n${['before', 'after'].map((when) => saying('test', when)).join('')}`,
    });
    await using opened = await deck(['test.yaml'], {
      hooks: [{ name: 'code', match: { target: 'x' }, do: { mock: { stdout: 'said' } } }],
    });
    // What has its turn last before an answer is there is the first to see it.
    expect((await ask(opened.deck, 'x')).stdout).toBe('said image test image test');
    expect(opened.answered[0]?.hooks).toEqual([
      ...['test-before', 'image-before', 'code'],
      ...['test-after', 'image-after', 'image-transform'],
    ]);
  });

  it("of the test's miss first, and of two by one name the nearer stands", async () => {
    const { deck } = await manifests({
      'image.yaml':
        'hooks:\n- { name: a, do: { mock: { stdout: image a } } }\n- { name: b, match: { target: b }, do: { mock: { stdout: image b } } }',
      'test.yaml': 'hooks:\n- { name: a, match: { target: a }, do: { mock: { stdout: test a } } }',
    });
    await using opened = await deck(['image.yaml', 'test.yaml']);
    expect((await ask(opened.deck, 'a')).stdout).toBe('test a');
    expect((await ask(opened.deck, 'b')).stdout).toBe('image b');
    expect((await ask(opened.deck, 'c')).outcome).toEqual({ kind: 'exited', code: 125 });
  });

  it('stand back for one of the options by their name', async () => {
    const { deck } = await manifests({
      'm.yaml': 'hooks:\n- { name: a, do: { mock: { stdout: manifest } } }',
    });
    await using opened = await deck(['m.yaml'], {
      hooks: [{ name: 'a', do: { mock: { stdout: 'options' } } }],
    });
    expect((await ask(opened.deck, 'x')).stdout).toBe('options');
  });

  it('are called by their place where they have no name', async () => {
    const hook = '{ match: { target: x }, do: { log: a } }';
    const { deck } = await manifests({
      'a/m.yaml': `hooks:\n- ${hook}\n- ${hook}`,
      'm.yaml': `extends: a/m.yaml\nhooks: [{ do: { mock: { stdout: said } } }, ${hook}]`,
    });
    await using opened = await deck(['m.yaml']);
    await ask(opened.deck, 'x');
    expect(opened.answered[0]?.provenance).toEqual({
      from: 'hook',
      hook: expect.stringMatching(/\/m\.yaml:3$/),
    });
  });

  it('take files beside their own manifest', async () => {
    const { deck, folder } = await manifests({
      'image/m.yaml': 'hooks: [{ match: { target: a }, do: { mock: { stdout: { file: text.yaml } } } }]',
      'image/text.yaml': 'of the image',
      'm.yaml':
        'extends: image/m.yaml\nhooks: [{ match: { target: b }, do: { mock: { stdout: { file: text.yaml } } } }]',
      'text.yaml': 'of the test',
    });
    await using opened = await deck(['m.yaml']);
    expect((await ask(opened.deck, 'a')).stdout).toBe(readFileSync(join(folder, 'image/text.yaml'), 'utf8'));
    expect((await ask(opened.deck, 'b')).stdout).toBe('version: 1\nof the test');
  });
});

describe('what manifests say of a deck', () => {
  it('adds up where it is a list, and the nearest wins else, the options before all', async () => {
    const { folder, paths } = await manifests({
      'image.yaml': "matching: { volatile: ['image-[0-9]+'], tty: match }\nrepeat: never",
      'test.yaml': "extends: image.yaml\nmatching: { volatile: ['test-[0-9]+'], tty: ignore }\nrepeat: cycle",
    });
    const cassette = writeCassette(join(folder, 'x.cassette'), [
      { command: 'x image-1 test-1 option-1', stdout: 'first' },
      { command: 'x image-1 test-1 option-1', stdout: 'second', tty: true },
    ]);
    const options = { cassettes: [cassette], manifests: paths(['test.yaml']), volatile: ['option-[0-9]+'] };
    const asked = 'x image-2 test-2 option-2';
    expect((await said(options, asked, asked, asked)).out).toEqual(['first', 'second', 'first']);
    expect((await said({ ...options, repeat: 'last' }, asked, asked, asked)).out).toEqual([
      'first',
      'second',
      'second',
    ]);
    expect((await said({ ...options, tty: 'match' }, asked, asked)).out).toEqual(['first', 'first']);
  });

  it('lets its variables be forwarded and taped', async () => {
    const { folder, paths } = await manifests({ 'm.yaml': 'env: [LANG]' });
    const upstream = new FakeUpstream(() => ({ stdout: 'said' }));
    const cassette = join(folder, 'x.cassette');
    const deck = await openDeck({ mode: 'all', upstream, cassette, manifests: paths(['m.yaml']) });
    const env = new Map([
      ['LANG', Buffer.from('C')],
      ['OTHER', Buffer.from('x')],
    ]);
    await deck.answer(invocation('x', { env }), new TestClient().eof());
    await deck.close();
    expect([...(upstream.envs[0] ?? [])]).toEqual([['LANG', Buffer.from('C')]]);
    using file = CassetteFile.open(cassette);
    expect([...toText(file)].join('')).toMatch(/LANG/);
  });

  it('has shims asked for its variables', async () => {
    const { deck, folder } = await manifests({ 'm.yaml': "env: [LANG]\nmatching: { match: ['env:TERM'] }" });
    await using opened = await deck(['m.yaml'], { shim: [{ path: join(folder, 'socket') }] });
    expect(opened.deck.ready.shim[0]?.ask).toMatch(/LANG.*TERM/);
  });

  it('is no hindrance to recording what is new, where it says what repeats', async () => {
    const { folder, paths } = await manifests({ 'm.yaml': 'repeat: last' });
    const cassette = writeCassette(join(folder, 'x.cassette'), [{ command: 'x', stdout: 'old' }]);
    const upstream = new FakeUpstream(() => ({ stdout: 'new' }));
    const deck = await openDeck({ mode: 'new-episodes', upstream, cassette, manifests: paths(['m.yaml']) });
    expect((await ask(deck, 'x')).stdout).toBe('old');
    expect((await ask(deck, 'x')).stdout).toBe('new');
    await deck.close();
  });

  it('may be loaded once for several decks', async () => {
    const { paths } = await manifests({ 'm.yaml': 'hooks: [{ do: { mock: { stdout: said } } }]' });
    const manifest = await loadManifest(paths(['m.yaml'])[0] ?? '');
    for (let i = 0; i < 2; i++) {
      await using opened = await hookedDeck({ manifests: [manifest] });
      expect((await ask(opened.deck, 'x')).stdout).toBe('said');
    }
  });
});

describe('what runs programs', () => {
  const files = {
    'm.yaml':
      'hooks:\n- { do: { run: { argv: [/bin/echo, ran] } } }\n- { name: p, do: [{ log: a }, { passthrough: true }] }\n',
  };

  it('is refused where that is not allowed, all of it, with its place', async () => {
    const { deck, folder } = await manifests(files);
    const refused = deck(['m.yaml']);
    await expect(refused).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      remedy: expect.stringMatching(/^--allow-run/),
    });
    expect(await refusalOf(refused, folder)).toEqual([
      'm.yaml:3:11: it runs /bin/echo, which is not allowed',
      'm.yaml:4:33: it runs an original, which is not allowed',
    ]);
    await using opened = await deck(['m.yaml'], { allowRun: true });
    expect((await ask(opened.deck, 'x')).stdout).toBe('ran\n');
  });

  it('is refused as what becomes of a miss, unless that is said otherwise', async () => {
    const { deck, folder } = await manifests({ 'm.yaml': 'miss: passthrough\nhooks: []' });
    expect(await refusalOf(deck(['m.yaml']), folder)).toEqual([
      'm.yaml:2:7: a miss would run originals, which is not allowed',
    ]);
    for (const options of [{ allowRun: true }, { miss: 'fail' } as const]) {
      await using _ = await deck(['m.yaml'], options);
    }
  });
});

describe('normalisers that take part in matching', () => {
  const image =
    "matching: { normalise: [vm id] }\nnormalisers:\n- { name: vm id, pattern: 'vim-[0-9]+', command: vim-cmd }\n- { name: other, pattern: 'other-[0-9]+' }";

  it('have what they hide count as equal, for their command alone, and the call says so', async () => {
    const { folder, paths } = await manifests({ 'm.yaml': image });
    const cassette = writeCassette(join(folder, 'x.cassette'), [
      { command: 'vim-cmd get vim-1', stdout: 'one' },
      { command: 'esxcli get vim-1', stdout: 'two' },
      { command: 'vim-cmd get other-1', stdout: 'three' },
    ]);
    const { out, calls } = await said(
      { cassettes: [cassette], manifests: paths(['m.yaml']) },
      ...[
        'vim-cmd get vim-1',
        'vim-cmd get vim-2',
        'esxcli get vim-1',
        'esxcli get vim-2',
        'vim-cmd get other-2',
      ],
    );
    expect(out).toEqual(['one', 'one', 'two', '', '']);
    expect(
      calls.map(({ provenance }) => ('normalisers' in provenance ? provenance.normalisers : provenance.from)),
    ).toEqual(['cassette', ['vm id'], 'cassette', 'miss', 'miss']);
  });

  it('do so in what a hook has executed instead, by the command that it executes', async () => {
    const { folder, paths } = await manifests({ 'm.yaml': image });
    const cassette = join(folder, 'x.cassette');
    const manifest = paths(['m.yaml']);
    const instead = (target: string, arg: string, env = {}): HookSpec[] => [
      { match: { target: 'x' }, when: 'before', do: { modify: { target, args: [arg], env } } },
    ];
    const asked = async (hooks: readonly HookSpec[], options: DeckOptions): Promise<unknown> => {
      const { out, calls } = await said({ manifests: manifest, hooks, ...options }, 'x');
      const [provenance = {}] = calls.map((call) => call.provenance);
      return 'normalisers' in provenance ? provenance.normalisers : out;
    };
    const record = async (hooks: readonly HookSpec[]): Promise<void> => {
      const upstream = new FakeUpstream(() => async (stdio) => {
        const outcome = { kind: 'exited', code: 0 } as const;
        await stdio.send({ type: 'stdout', bytes: Buffer.from('said') });
        await stdio.send({ type: 'outcome', outcome });
        return { outcome, notes: [] };
      });
      await asked(hooks, { mode: 'all', cassette, upstream });
    };
    const replay: DeckOptions = { mode: 'none', cassettes: [cassette] };

    await record(instead('vim-cmd', 'vim-1', { A: 'vim-1' }));
    expect(await asked(instead('vim-cmd', 'vim-1', { A: 'vim-1' }), replay)).toEqual(['said']);
    expect(await asked(instead('vim-cmd', 'vim-2', { A: 'vim-3' }), replay)).toEqual(['vm id']);
    expect(await asked(instead('vim-cmd', 'other-2'), replay)).toEqual(['']);
    await record(instead('esxcli', 'vim-1'));
    expect(await asked(instead('esxcli', 'vim-2'), replay)).toEqual(['']);
  });

  it('do so in stdin, too', async () => {
    const { folder, paths } = await manifests({
      'm.yaml':
        "matching: { normalise: [vm id], stdin: exact }\nnormalisers: [{ name: vm id, pattern: 'vim-[0-9]+', stream: stdin }]",
    });
    const cassette = writeCassette(join(folder, 'x.cassette'), [
      {
        command: 'x vim-1',
        stdout: 'said',
        events: [
          { type: 'stdin', bytes: Buffer.from('vim-1\n'), at: 1 },
          { type: 'eof', stream: 'stdin', at: 1 },
        ],
      },
    ]);
    await using opened = await hookedDeck({ cassettes: [cassette], manifests: paths(['m.yaml']) });
    expect((await ask(opened.deck, 'x vim-1', new TestClient().type('vim-22\n').eof())).stdout).toBe('said');
    expect(opened.answered[0]?.provenance).toMatchObject({ normalisers: ['vm id'] });
    expect((await ask(opened.deck, 'x vim-2', new TestClient().type('vim-1\n').eof())).stdout).toBe('');
  });
});

describe('redactors of manifests', () => {
  const redactors =
    "redactors:\n- { name: session, pattern: 'session=(?<secret>[0-9a-f]+)', in: [stdout, argv] }\n- { name: pin, pattern: '\\b[0-9]{4}\\b', in: [stdin], class: pin-code }";

  it('keep secrets from the tape, over borders of chunks; on replay any is as good', async () => {
    const { folder, paths } = await manifests({ 'm.yaml': redactors });
    const upstream = new FakeUpstream(() => async (stdio) => {
      for (const part of ['hello ses', 'sion=c0ff', 'ee, bye\n']) {
        await stdio.send({ type: 'stdout', bytes: Buffer.from(part) });
      }
      for await (const event of stdio.stdin) if (event.type === 'eof') break;
      const outcome = { kind: 'exited', code: 0 } as const;
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [] };
    });
    const cassette = join(folder, 'x.cassette');
    const deck = await openDeck({ mode: 'all', upstream, cassette, manifests: paths(['m.yaml']) });
    const client = await ask(deck, 'x --session=abc123 2468', new TestClient().type('2468\n').eof());
    expect(client.stdout).toBe('hello session=c0ffee, bye\n');
    await deck.close();

    const bytes = readFileSync(cassette);
    for (const secret of ['c0ffee', 'abc123']) expect(bytes.includes(secret)).toBe(false);
    using file = CassetteFile.open(cassette);
    const text = [...toText(file)].join('');
    expect(text).toContain('{session#');
    expect(text).toContain('{pin-code#');
    const replayed = await said(
      { cassettes: [cassette], stdin: 'ignore', manifests: paths(['m.yaml']) },
      'x --session=fff999 2468',
    );
    expect(replayed.out).toEqual([expect.stringMatching(/^hello session=.{6}, bye\n$/)]);
  });

  it('keep secrets from the log', async () => {
    const { deck } = await manifests({ 'm.yaml': `${redactors}\nhooks: [{ do: { mock: {} } }]` });
    await using opened = await deck(['m.yaml']);
    await ask(opened.deck, 'x --session=abc123');
    expect(
      JSON.stringify(
        opened.deck.calls().map(({ asked }) => asked.kind === 'string' && String(asked.command)),
      ),
    ).toBe('["x --session=******"]');
  });
});
