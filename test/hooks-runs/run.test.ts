import { chmodSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hookOf } from '../../src/hooks/compile.ts';
import type { RunSpec } from '../../src/hooks/actions/spec.ts';
import { systemClock } from '../../src/clock.ts';
import { exited } from '../../src/outcome.ts';
import { openLocal } from '../../src/upstreams/local/local.ts';
import { TestClient } from '../support/client.ts';
import { isAlive } from '../support/processes.ts';
import { invocation, TempFolder } from '../support/tape.ts';
import { caller } from '../hooks/a-hook.ts';
import { ask, hookedDeck } from './a-deck.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

function program(name: string, script: string): string {
  const path = folder.file(name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const runs = (run: RunSpec, match = {}) => ({
  allowRun: true,
  hooks: [{ match, when: 'before' as const, do: { run } }],
});

describe('run', () => {
  it('has a program answer, on the streams of the client', async () => {
    const argv = [program('answers', 'read name; echo "hello $name"; echo err >&2; cat; exit 3')];
    await using hooked = await hookedDeck(runs({ argv }));
    const client = new TestClient();
    const over = ask(hooked.deck, 'esxcli', client);
    client.type('Ada\n');
    await client.until(({ stdout }) => stdout === 'hello Ada\n');
    client.type('rest').eof();
    await over;
    expect([client.stdout, client.stderr, client.outcome]).toEqual(['hello Ada\nrest', 'err\n', exited(3)]);
    expect(hooked.answered).toMatchObject([
      { provenance: { from: 'hook', hook: 'hook-1' }, outcome: exited(3) },
    ]);
  });

  it('tells it of the invocation, all bytes as text, and as they are where they are none', async () => {
    const argv = [program('tells', 'printf %s "$TAPEHEAD_INVOCATION"'), '${first}'];
    await using hooked = await hookedDeck(
      runs({ argv }, { target: 'esxcli', args: [{ pattern: '(?<first>.)' }, '**'] }),
    );
    const words = ['esxcli', 'vm', Buffer.of(0x61, 0xff)].map((word) => Buffer.from(word));
    const asked = invocation('', {
      asked: { kind: 'argv', argv: words },
      env: new Map([['LANG', Buffer.from('C')]]),
      caller: caller(),
    });
    expect(JSON.parse((await ask(hooked.deck, asked)).stdout)).toEqual({
      kind: 'argv',
      argv: ['esxcli', 'vm', 'a\ufffd'],
      command: null,
      env: { LANG: 'C' },
      captures: { first: 'v' },
      target: '/bin/esxcli',
      cwd: '/tmp',
      subsystem: null,
      origin: 'default',
      door: 'test',
      user: 'user',
      tty: null,
      pid: 2,
      uid: 0,
      gid: 0,
      base64: { argv: { 2: 'Yf8=' } },
    });
  });

  it('fills what was captured into its arguments', async () => {
    await using hooked = await hookedDeck(
      runs({ argv: ['echo', '[${vm}]'] }, { target: 'esxcli', args: [{ pattern: '^vm-(?<vm>\\d+)$' }] }),
    );
    expect((await ask(hooked.deck, 'esxcli vm-17')).stdout).toBe('[17]\n');
  });

  it('hands on signals, and tells by which one it died', async () => {
    const argv = [program('waits', 'echo ready; exec sleep 100')];
    await using hooked = await hookedDeck(runs({ argv }));
    const client = new TestClient();
    const over = ask(hooked.deck, 'esxcli', client);
    await client.until(({ stdout }) => stdout === 'ready\n');
    client.signal('USR1');
    await over;
    expect(client.outcome).toEqual({ kind: 'signalled', name: 'USR1', core: false });
  });

  it('ends the program when its client goes', async () => {
    const argv = [program('waits', 'echo $$; exec sleep 100')];
    await using hooked = await hookedDeck(runs({ argv }));
    const client = new TestClient();
    const over = ask(hooked.deck, 'esxcli', client);
    await client.until(({ stdout }) => stdout.endsWith('\n'));
    client.leave();
    await over;
    expect(isAlive(Number(client.stdout))).toBe(false);
    expect(hooked.answered).toMatchObject([{ outcome: { kind: 'signalled', name: 'TERM' } }]);
  });

  it('ends one whose time is over, and says so with 125', async () => {
    const argv = [program('waits', 'echo $$; exec sleep 100')];
    await using hooked = await hookedDeck(runs({ argv, limit: '200ms' }));
    const client = await ask(hooked.deck, 'esxcli');
    expect([client.stderr, client.outcomes]).toEqual([
      expect.stringMatching(/had not ended after 0.2 s, and was stopped\ntry: /),
      [exited(125)],
    ]);
    expect(isAlive(Number(client.stdout))).toBe(false);
    expect(hooked.answered).toMatchObject([{ provenance: { from: 'trouble', code: 'HOOK_FAILED' } }]);
  });

  it('says what was too long to be told', async () => {
    await using hooked = await hookedDeck(runs({ argv: ['true'] }));
    const client = await ask(hooked.deck, `esxcli ${'x'.repeat(200_000)}`);
    expect([client.stderr, client.outcome]).toEqual([
      expect.stringMatching(/longer than a variable/),
      exited(125),
    ]);
  });

  it('gives the program a terminal where its client has one', async () => {
    await using hooked = await hookedDeck(runs({ argv: ['sh', '-c', 'test -t 0 && test -t 1 && echo tty'] }));
    const client = new TestClient();
    await ask(hooked.deck, invocation('esxcli', { withTty: true }), client);
    expect(client.stdout).toBe('tty\r\n');
  });
});

describe('a program that is named', () => {
  const world = () => ({
    ...{ clock: systemClock, folder: folder.path, seed: 1 },
    programs: openLocal(),
    allowRun: true,
  });
  const hook = (argv: string[], more = {}) =>
    hookOf({ do: { run: { argv } } }, 'x', 0, { ...world(), ...more });

  it('lies beside the manifest, or on the PATH, or is absolute', () => {
    program('answers', 'true');
    for (const name of ['./answers', folder.file('answers'), 'sh']) expect(() => hook([name])).not.toThrow();
  });

  it('has to be there, to be executable, and to be allowed', () => {
    writeFileSync(folder.file('data'), '');
    const bad = expect.objectContaining({ code: 'BAD_HOOK' });
    for (const name of ['./not-there', './data', 'no-such-program', '/tmp'])
      expect(() => hook([name]), name).toThrow(bad);
    expect(() => hook([])).toThrow(bad);
    expect(() => hook(['./answers'], { folder: undefined })).toThrow(/comes from no file/);
    const forbidden = expect.objectContaining({ code: 'NOT_ALLOWED' });
    expect(() => hook(['sh'], { allowRun: false })).toThrow(forbidden);
  });
});
