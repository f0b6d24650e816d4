import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { openDeck } from '../../src/deck.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { TempFolder } from '../support/tape.ts';
import { expectOnlyError } from './serving.ts';

const record = ['record', '--upstream', 'local:', '--cassette', 'x'];
const replay = ['replay', '--cassette', 'x'];

describe('an option that is not known', () => {
  test.each([
    ['recrod', [], 'record'],
    ['relpay', [], 'replay'],
    ['record', ['--casette', 'x'], '--cassette'],
    ['record', ['--upstrem', 'x'], '--upstream'],
    ['record', ['--moed', 'all'], '--mode'],
    ['record', ['--identiy', 'x'], '--identity'],
    ['record', ['--known-host', 'x'], '--known-hosts'],
    ['record', ['--tape-failure'], '--tape-failures'],
    ['replay', ['--volatil', 'x'], '--volatile'],
    ['replay', ['--repeet', 'last'], '--repeat'],
    ['replay', ['--require-all-play'], '--require-all-played'],
    ['capture', ['--jsn'], '--json'],
    ['repair', ['--jsno', 'x'], '--json'],
  ])('is a usage error that names the nearest word: %s %j', async (command, args, nearest) => {
    const process = new FakeProcess();
    expect(await run([command, ...args], process)).toBe(2);
    expectOnlyError(process.said, args[0] ?? command, nearest);
    expect(process.out).toEqual([]);
  });
});

describe('a value that cannot be', () => {
  test.each([
    [[...record, '--mode', 'new-episode'], 'new-episode', '--mode new-episodes'],
    [[...record, '--cancel', 'sginal'], 'sginal', '--cancel signal'],
    [[...record, '--queue-timeout', 'soon'], 'soon', '--queue-timeout 30'],
    [[...record, '--upstream-connections', '0'], '0', '--upstream-connections 2'],
    [[...record, '--forward-env', 'A=B'], 'A=B', 'LANG'],
    [[...replay, '--order', 'strikt'], 'strikt', '--order strict'],
    [[...replay, '--repeat', 'nevr'], 'nevr', '--repeat never'],
    [[...replay, '--pace', 'recordd'], 'recordd', '--pace recorded'],
    [[...replay, '--pace', '-1'], '-1', '--pace'],
    [[...replay, '--match', 'usr'], 'usr', 'user'],
    [[...replay, '--stdin-matching', 'exakt'], 'exakt', '--stdin-matching exact'],
    [[...replay, '--stdin-timeout', '1h'], '1h', '--stdin-timeout 30'],
    [[...replay, '--ssh', '99999'], '99999', '--ssh 2222'],
    [[...replay, '--ssh', '0=a b'], 'a b', 'letters, digits'],
    [[...replay, '--auth', 'pasword:x'], '--auth takes', '--auth password:SECRET'],
    [[...replay, '--auth', 'keys:no/such/file'], 'no/such/file', 'check the path'],
    [[...replay, '--host-key', 'no/such/file'], 'no/such/file', 'check the path'],
    [[...replay, '--volatile', '('], '(', /./],
    [[...replay, '--volatile', '(?=x)'], 'look', /./],
    [['record', '--upstream', 'esx-1', '--cassette', 'x'], 'esx-1', 'ssh://root@esx-1'],
    [
      ['record', '--upstream', 'ssh://esx-1/x', '--cassette', 'x'],
      'goes on after the host',
      'ssh://root@esx-1',
    ],
    [
      ['record', '--upstream', 'ssh://esx-1:99999', '--cassette', 'x'],
      'ssh://esx-1:99999',
      'ssh://root@esx-1',
    ],
  ])('is a usage error that says what can be: %j', async (args, what, remedy) => {
    const process = new FakeProcess();
    expect(await run([...args, '--', 'touch', 'ran'], process)).toBe(2);
    expectOnlyError(process.said, what, remedy);
    expect([existsSync('x'), existsSync('x.journal'), existsSync('ran')]).toEqual([false, false, false]);
  });
});

describe('in CI', () => {
  test.each([
    ['record', '--', 'touch', 'ran'],
    ['capture', '-'],
  ])('%s that names no mode records nothing', async (command, ...rest) => {
    const cwd = await testFolder();
    const args = [command, '--upstream', 'local:', '--cassette', 'a.cassette'];
    const options = { cwd, input: 'touch ran', env: { CI: 'true' } };
    const { code, stdout, stderr } = await tapehead([...args, ...rest], options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expectOnlyError(stderr, `${command} would record, and CI is set`, `tapehead ${command} --mode all`);
    expect(readdirSync(cwd)).toEqual([]);
    // Named it does.
    expect(await tapehead([...args, '--mode', 'all', ...rest], options)).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'ran'))).toBe(true);
  });

  test('the library only plays, and opens no upstream', async () => {
    using folder = new TempFolder();
    const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
    const before = process.env['CI'];
    process.env['CI'] = 'true';
    try {
      await expect(openDeck({ cassette: folder.file('a.cassette'), upstream })).rejects.toMatchObject({
        code: 'NO_CASSETTE',
        message: expect.stringContaining('and CI is set, so nothing is recorded') as string,
        remedy: expect.stringContaining('record it where CI is not set') as string,
      });
    } finally {
      if (before === undefined) delete process.env['CI'];
      else process.env['CI'] = before;
    }
    expect(upstream.executed).toEqual([]);
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
