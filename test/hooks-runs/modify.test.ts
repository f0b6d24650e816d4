import { mkdirSync, realpathSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { toText } from '../../src/cassette/text.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { ModifySpec } from '../../src/hooks/actions/spec.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { exited } from '../../src/outcome.ts';
import { caller } from '../hooks/a-hook.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { startSshd } from '../support/sshd.ts';
import { invocation, string, TempFolder, writeCassette } from '../support/tape.ts';
import { ask, hookedDeck } from './a-deck.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const cassette = (): string => folder.file('x.cassette');
const modify = (target: string, spec: ModifySpec): HookSpec => ({
  match: { target },
  when: 'before',
  do: { modify: spec },
});

async function say(options: DeckOptions, ...commands: string[]): Promise<string[]> {
  const deck = await openDeck(options);
  const said: string[] = [];
  for (const command of commands) {
    const client = new TestClient().eof();
    await deck.answer(invocation(command), client);
    said.push(client.stdout + client.stderr);
  }
  await deck.close();
  return said;
}

function shown(): string {
  using file = CassetteFile.open(cassette());
  return [...toText(file)].join('').split('\n\n').slice(1).join('\n\n');
}

describe('a modified invocation on the tape', () => {
  const hooks = [modify('esxcli', { target: 'echo', args: ['instead'], env: { A: "it's" }, cwd: '/tmp' })];
  const record = { mode: 'all', upstream: { url: 'local:' } } as const;

  it('is keyed as asked, with what was executed beside it, and plays with the hook and without', async () => {
    expect(await say({ ...record, cassette: cassette(), hooks }, 'esxcli vm list')).toEqual(['instead\n']);
    expect(shown()).toBe(
      "string: esxcli vm list\n  executed: in /tmp A='it'\\''s' echo instead\n  out| instead\n  exited 0\n",
    );
    const replay = { mode: 'none', cassettes: [cassette()] } as const;
    expect(await say({ ...replay, hooks }, 'esxcli vm list')).toEqual(['instead\n']);
    expect(await say(replay, 'esxcli vm list')).toEqual(['instead\n']);
  });

  it('is a miss where another thing was executed, which the miss says', async () => {
    await say({ ...record, cassette: cassette(), hooks }, 'esxcli vm list');
    const others = [modify('esxcli', { env: { A: 'other' } })];
    const replay = { mode: 'none', cassettes: [cassette()], hooks: others } as const;
    expect(await say(replay, 'esxcli vm list')).toEqual([
      expect.stringMatching(
        /nearest is recording 1 of .*, which has been executed otherwise; a hook made that/,
      ),
    ]);
  });

  it('plays what was recorded of the command it becomes, where none was recorded of the two', async () => {
    writeCassette(cassette(), [
      { command: 'esxcli vm list', stdout: 'as asked' },
      { command: 'esxcli network list', stdout: 'as modified' },
    ]);
    const replay = { mode: 'none', cassettes: [cassette()] } as const;
    const others = [modify('esxcli', { args: ['network', 'list'] })];
    expect(await say({ ...replay, hooks: others }, 'esxcli vm list')).toEqual(['as modified']);
    const inEnv = [modify('esxcli', { env: { A: '1' } })];
    expect(await say({ ...replay, hooks: inEnv }, 'esxcli vm list')).toEqual(['as asked']);
    expect(await say({ ...replay, hooks: [modify('esxcli', { args: ['x'] })] }, 'esxcli vm list')).toEqual([
      expect.stringMatching(/esxcli x was never recorded; .*; a hook made that of esxcli vm list/),
    ]);
  });

  it('is redacted as what was asked, and its secret is any other on replay', async () => {
    const withPassword = (password: string): HookSpec[] => [
      modify('esxcli', { args: ['system', 'account', 'set', '-p', password] }),
    ];
    const args = 'esxcli system account set -i ops';
    const upstream = new FakeUpstream(() => ({ stdout: 'set to geheim123' }));
    await say({ mode: 'all', upstream, cassette: cassette(), hooks: withPassword('geheim123') }, args);
    expect(shown()).toContain("executed: esxcli system account set -p $'\\{password#1}'\n");
    expect(shown()).not.toContain('geheim123');
    const replay = { mode: 'none', cassettes: [cassette()] } as const;
    for (const password of ['geheim123', 'in-ci'])
      expect(await say({ ...replay, hooks: withPassword(password) }, args)).toEqual([
        expect.stringMatching(/^set to /),
      ]);
  });

  it('leaves the file alone when it is recorded again', async () => {
    await say({ ...record, cassette: cassette(), hooks }, 'esxcli vm list');
    const again = await openDeck({ ...record, cassette: cassette(), hooks });
    await again.answer(invocation('esxcli vm list'), new TestClient().eof());
    expect((await again.close()).cassette).toMatchObject({ kind: 'unchanged' });
  });
});

describe('a modified invocation in the log', () => {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

  it('is told as asked, with what was executed beside it', async () => {
    const spec: ModifySpec = { args: ['-P', '/srv'], env: { A: "it's", LANG: null }, cwd: '/tmp' };
    const upstream = new FakeUpstream(() => ({}));
    await using hooked = await hookedDeck({ upstream, hooks: [modify('df', spec)] });
    for (const command of ['df -P /data', 'uname']) await ask(hooked.deck, command);
    const [first, other] = hooked.answered;
    const { argv, env, cwd } = first?.executed ?? { env: [] };
    expect([first?.asked, argv?.map(text), cwd && text(cwd)]).toEqual([
      string('df -P /data'),
      ['df', '-P', '/srv'],
      '/tmp',
    ]);
    expect(env.map(([name, value]) => [name, value && text(value)])).toEqual([
      ['A', "it's"],
      ['LANG', null],
    ]);
    expect(other).not.toHaveProperty('executed');
    expect(hooked.deck.describeCalls()).toContain(
      "df -P /data (executed: in /tmp A='it'\\''s' without LANG df -P /srv): exited 0",
    );
  });

  it('shows the secrets of neither', async () => {
    const spec: ModifySpec = { args: ['system', 'account', 'set', '-p', 'geheim123'] };
    await using hooked = await hookedDeck({
      upstream: new FakeUpstream(() => ({})),
      hooks: [modify('esxcli', spec)],
    });
    await ask(hooked.deck, 'esxcli system account set -p other-one');
    const words = hooked.answered[0]?.executed?.argv?.map(text).join(' ');
    expect(words).toMatch(/^esxcli system account set -p \*{9}$/);
  });

  it('is what a handler has passed through', async () => {
    await using hooked = await hookedDeck();
    hooked.deck.hook('df', async (call) => {
      call.modify({ args: ['/srv'] });
      await call.passThrough();
    });
    const original = {
      replace: () => Promise.resolve({ outcome: exited(0), notes: [] }),
      observe: () => Promise.reject(new Error('nothing was drawn')),
    };
    await ask(hooked.deck, invocation('df /data', { caller: caller({ original }) }));
    expect(hooked.answered).toMatchObject([{ provenance: { from: 'passthrough', hook: 'hook-1' } }]);
    expect(hooked.answered[0]?.provenance).not.toHaveProperty('modified');
    expect(hooked.answered[0]?.executed?.argv?.map(text)).toEqual(['df', '/srv']);
  });
});

describe('a modified invocation at an upstream', () => {
  const line = 'printf "%s|" "${A-none}" "${HOOKED-none}" "$(pwd -P)"';

  it('is executed here in another folder and with other variables, on a terminal too', async () => {
    const elsewhere = realpathSync(folder.path);
    process.env['HOOKED'] = 'of the deck';
    const hooks: HookSpec[] = [
      { when: 'before', do: { modify: { env: { A: 'set', HOOKED: null }, cwd: elsewhere } } },
    ];
    try {
      expect(await say({ upstream: { url: 'local:' }, hooks }, line)).toEqual([`set|none|${elsewhere}|`]);
      const deck = await openDeck({ upstream: { url: 'local:' }, hooks });
      const client = new TestClient();
      await deck.answer(invocation(line, { withTty: true }), client);
      expect(client.stdout).toBe(`set|none|${elsewhere}|`);
      await deck.close();
    } finally {
      delete process.env['HOOKED'];
    }
  });

  it('is refused where the folder is not there', async () => {
    const hooks = [modify('echo', { cwd: '/no-such-folder' })];
    const deck = await openDeck({ upstream: { url: 'local:' }, hooks });
    const client = new TestClient().eof();
    await deck.answer(invocation('echo x'), client);
    await deck.close();
    expect(client.outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('/no-such-folder'),
    });
  });

  it('says what of it cannot be, with 125', async () => {
    const hooks: HookSpec[] = [{ when: 'before', do: { modify: { args: [] } } }];
    const [said] = await say({ upstream: { url: 'local:' }, hooks }, 'ls | wc');
    expect(said).toMatch(/^tapehead: .*"ls \| wc" is more than one simple command.*\ntry: /);
  });
});

needs('sshd', 'ssh-keygen')('a modified invocation on a host', () => {
  it('is executed in another folder and with variables that nothing else forwards', async () => {
    await using sshd = await startSshd();
    const elsewhere = realpathSync(folder.path);
    const hooks: HookSpec[] = [
      modify('printf', { args: ['%s|', "it's"] }),
      {
        match: { shell: '*pwd*' },
        when: 'before',
        do: { modify: { env: { A: "a'b", USER: null }, cwd: elsewhere } },
      },
    ];
    const { url, identity, knownHosts } = sshd;
    const upstream = { url, identities: [identity], knownHosts };
    expect(
      await say({ upstream, hooks }, "printf 'x'", 'printf "%s|" "$A" "${USER-none}" "$(pwd -P)"'),
    ).toEqual(["it's|", `a'b|none|${elsewhere}|`]);
  });
});

needs('gcc')('a modified invocation behind a shim', () => {
  const TELLS = 'printf "%s|" "${0##*/}" "$@" "$(pwd -P)" "${A-none}" "${B-none}"';

  it.each([
    ['passed through', { miss: 'passthrough' } as const],
    ['executed by its original', { upstream: { url: 'original:' } }],
  ])('is changed where it is %s', async (_how, options) => {
    using shims = new Shims();
    shims.link('tells').program('tells', TELLS).program('other', TELLS);
    mkdirSync(shims.file('elsewhere'));
    const elsewhere = realpathSync(shims.file('elsewhere'));
    const hooks = [
      modify('tells', { target: 'other', args: ['x'], env: { A: 'set', B: null }, cwd: elsewhere }),
    ];
    await using _ = await openDeck({ ...options, hooks, shim: [{ path: shims.socket }] });
    const { stdout, stderr, outcome } = await shims.bash('B=b tells one two');
    expect({ stdout, stderr, outcome }).toEqual({
      stdout: `other|x|${elsewhere}|set|none|`,
      stderr: '',
      outcome: exited(0),
    });
  });
});
