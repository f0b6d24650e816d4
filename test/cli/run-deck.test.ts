import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { ask, CLIENT, startNode, startTapehead, tapehead, testFolder, type Running } from './run-tapehead.ts';

const record = (...args: string[]): string[] => [
  'record',
  '--upstream',
  'local:',
  '--cassette',
  'a.cassette',
  ...args,
];
const replay = (...args: string[]): string[] => ['replay', '--cassette', 'a.cassette', ...args];

describe('record and replay with a COMMAND', () => {
  test('give the same bytes, which the host alone could not have', async () => {
    const cwd = await testFolder();
    const recorded = await tapehead(record('--', ...ask('echo $$; printf "\\377\\n" >&2')), { cwd });
    expect(recorded).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) as string });
    expect(recorded.stderr).toContain('1 recorded\ntapehead: wrote a.cassette: 1 recording\n');

    const replayed = await tapehead(replay('--', ...ask('echo $$; printf "\\377\\n" >&2')), { cwd });
    expect(replayed).toMatchObject({ code: 0, stdout: recorded.stdout });
    expect(replayed.stderr).toContain('tapehead: 1 played\n');
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
  });

  test('end with the code of COMMAND, whatever else there is', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'true', stdout: '', code: 3 }]);
    const options = { cwd: folder.path };
    expect(await tapehead(replay('--', ...ask('true')), options)).toMatchObject({ code: 3 });
    expect(await tapehead(replay('--', 'sh', '-c', 'exit 7'), options)).toMatchObject({ code: 7 });
    expect(await tapehead(replay('--', 'sh', '-c', 'kill -KILL $$'), options)).toMatchObject({ code: 137 });
    expect(await tapehead(replay('--', './no-such-command'), options)).toMatchObject({ code: 127 });
  });

  test('a miss makes 0 a 125, and is told by the client alone', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'uname -s', stdout: 'VMkernel\n' }]);
    const client = ask('uname -m')
      .map((word) => `'${word}'`)
      .join(' ');
    const { code, stderr } = await tapehead(replay('--', 'sh', '-c', `${client}; ${client}; true`), {
      cwd: folder.path,
    });
    expect(code).toBe(125);
    expect(stderr).toMatch(
      /^(tapehead: miss: uname -m was never recorded; nearest is .*\n){2}tapehead: 2 missed\n$/,
    );
  });

  test('recordings that nobody asked for count only where all have to be played', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [
      { command: 'a', stdout: '' },
      { command: 'b', stdout: '' },
    ]);
    const options = { cwd: folder.path };
    expect(await tapehead(replay('--', ...ask('a')), options)).toMatchObject({ code: 0 });
    const { code, stderr } = await tapehead(replay('--require-all-played', '--', ...ask('a')), options);
    expect(code).toBe(125);
    expect(stderr).toContain('tapehead: unplayed: recording 2 of a.cassette, b\n');
  });

  test('a run that did not end well leaves the journal, which repair makes a cassette of', async () => {
    const cwd = await testFolder();
    const client = ask('echo kept')
      .map((word) => `'${word}'`)
      .join(' ');
    const recorded = await tapehead(record('--', 'sh', '-c', `${client}; exit 9`), { cwd });
    expect(recorded.code).toBe(9);
    expect(recorded.stderr).toContain(
      'so a.cassette was not written; 1 recording of the run in a.cassette.journal\n' +
        'try: tapehead repair a.cassette',
    );
    expect(readdirSync(cwd)).toEqual(['a.cassette.journal']);

    expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
    expect(await tapehead(replay('--', ...ask('echo kept')), { cwd })).toMatchObject({
      code: 0,
      stdout: 'kept\n',
    });
  });

  test('a host that answers as before leaves the file untouched', async () => {
    const cwd = await testFolder();
    await tapehead(record('--', ...ask('echo same')), { cwd });
    const before = readFileSync(join(cwd, 'a.cassette'));
    const { stderr } = await tapehead(record('--', ...ask('echo same')), { cwd });
    expect(stderr).toContain('a.cassette is unchanged');
    expect(readFileSync(join(cwd, 'a.cassette')).equals(before)).toBe(true);
  });

  test('a run that did not end well names the old file and the journal as they were named', async () => {
    const cwd = await testFolder();
    const done = tapehead(record('--', ...ask('echo old')), { cwd });
    expect(await done).toMatchObject({ code: 0 });
    const { stderr } = await tapehead(record('--', ...ask('echo new; exit 3')), { cwd });
    expect(stderr).toContain('so a.cassette is as it was; 1 recording of the run in a.cassette.journal\n');
    const again = await tapehead(record('--', 'true'), { cwd });
    expect(again.stderr).toContain('and left a.cassette.journal\ntry: run `tapehead repair a.cassette`');
  });

  test('a COMMAND that asks nothing writes nothing, and is told so', async () => {
    const cwd = await testFolder();
    expect(await tapehead(record('--', 'true'), { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'tapehead: nothing was asked, a.cassette was not written\n',
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('what is added to a cassette is told from what was there', async () => {
    const cwd = await testFolder();
    await tapehead(record('--', ...ask('echo old')), { cwd });
    const { stderr } = await tapehead(record('--mode', 'new-episodes', '--', ...ask('echo new')), { cwd });
    expect(stderr).toContain('wrote a.cassette: 2 recordings, 1 of them new\n');
  });

  test('a damaged cassette that is recorded anew is replaced, and that is told', async () => {
    const cwd = await testFolder();
    await tapehead(record('--', ...ask('echo old')), { cwd });
    const bytes = readFileSync(join(cwd, 'a.cassette'));
    bytes[bytes.lastIndexOf('old\n')] = 0x4f;
    writeFileSync(join(cwd, 'a.cassette'), bytes);
    const { code, stderr } = await tapehead(record('--', ...ask('echo new')), { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^tapehead: what it replaced was damaged: a\.cassette is damaged at byte \d+: /m);
  });

  test.each(['none', 'once'])('needs no upstream in mode %s where the cassette is there', async (mode) => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'a', stdout: 'A' }]);
    const args = ['record', '--cassette', 'a.cassette', '--mode', mode, '--', ...ask('a')];
    expect(await tapehead(args, { cwd: folder.path })).toEqual({
      code: 0,
      stdout: 'A',
      stderr: 'tapehead: 1 played\n',
    });
  });

  test('plays several cassettes, each named by an option of its own', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'a', stdout: 'A' }]);
    writeCassette(folder.file('b.cassette'), [{ command: 'b', stdout: 'B' }]);
    const done = await tapehead(replay('--cassette', 'b.cassette', '--', ...ask('b')), { cwd: folder.path });
    expect(done).toMatchObject({ code: 0, stdout: 'B' });
  });

  test('COMMAND is told everything, but not the password of the host', async () => {
    const cwd = await testFolder();
    const { stdout } = await tapehead(
      record('--ready-file', 'ready.json', '--', 'sh', '-c', 'env; cat ready.json'),
      {
        cwd,
        env: { TAPEHEAD_UPSTREAM_PASSWORD: 'of the host' },
      },
    );
    for (const name of ['HOST', 'PORT', 'USER', 'PASSWORD', 'IDENTITY_FILE', 'KNOWN_HOSTS', 'CONFIG']) {
      expect(stdout).toMatch(new RegExp(`^TAPEHEAD_SSH_${name}=.`, 'm'));
    }
    expect(stdout).toContain('TAPEHEAD_ORIGIN=default');
    expect(stdout).not.toContain('of the host');
    const { ssh } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { ssh: Record<string, string> };
    expect(Object.keys(ssh).toSorted()).toEqual([
      'config',
      'host',
      'identityFile',
      'knownHosts',
      'password',
      'port',
      'user',
    ]);
    expect([ssh['config'], join(cwd, 'ready.json')].map((path) => existsSync(path ?? ''))).toEqual([
      false,
      false,
    ]);
  });

  test('--log has a line before and after each call, --report how it ended', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'uname -s', stdout: 'VMkernel\n' }]);
    await tapehead(replay('--log', 'log.jsonl', '--report', 'report.json', '--', ...ask('uname -s')), {
      cwd: folder.path,
    });
    const lines = readFileSync(folder.file('log.jsonl'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as object);
    expect(events[1]).not.toHaveProperty('kind');
    expect(events).toMatchObject([
      { event: 'asked', number: 1, asked: { kind: 'string', command: { text: 'uname -s' } } },
      {
        event: 'answered',
        number: 1,
        provenance: { from: 'cassette', recording: 1 },
        outcome: { kind: 'exited', code: 0 },
      },
    ]);
    expect(JSON.parse(readFileSync(folder.file('report.json'), 'utf8'))).toMatchObject({
      exitCode: 0,
      calls: 1,
      played: 1,
    });
  });

  test('--report names what was not played as people are told of it', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [
      { command: 'a', stdout: '' },
      { command: 'b', stdout: '' },
    ]);
    await tapehead(replay('--report', 'report.json', '--', ...ask('a')), { cwd: folder.path });
    const { unplayed } = JSON.parse(readFileSync(folder.file('report.json'), 'utf8')) as { unplayed: object };
    expect(unplayed).toEqual([
      { file: 'a.cassette', recording: 2, asked: { kind: 'string', command: { text: 'b' } } },
    ]);
  });

  test('a report that cannot be written is trouble, and the code of COMMAND stays', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'a', stdout: '' }]);
    const run = (code: string): ReturnType<typeof tapehead> =>
      tapehead(replay('--report', 'no/report.json', '--', 'sh', '-c', `exit ${code}`), { cwd: folder.path });
    expect(await run('0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('try: --report') as string,
    });
    expect(await run('6')).toMatchObject({ code: 6 });
  });

  test('what a door must not be is refused before anything runs', async () => {
    const cwd = await testFolder();
    const { code, stderr } = await tapehead(record('--auth', 'none', '--', 'touch', 'ran'), { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('try: leave out auth none');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a cassette that is not there is trouble, with a remedy', async () => {
    const { code, stderr } = await tapehead(replay('--', 'true'), { cwd: await testFolder() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tapehead: there is no cassette a\.cassette\ntry: /);
  });

  test('COMMAND has our stdin', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'a', stdout: '' }]);
    const done = await tapehead(replay('--', 'cat'), { cwd: folder.path, input: 'typed' });
    expect(done).toMatchObject({ code: 0, stdout: 'typed' });
  });

  test('COMMAND gets the signals that would end tapehead', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'a', stdout: '' }]);
    const script = 'trap "echo got it; exit 4" TERM; echo ready; while :; do sleep 0.05; done';
    const { child, done } = startTapehead(replay('--', 'sh', '-c', script), { cwd: folder.path });
    await once(child.stdout ?? child, 'data');
    child.kill('SIGTERM');
    expect(await done).toMatchObject({ code: 4, stdout: 'ready\ngot it\n' });
  });
});

needs('ssh')('OpenSSH', () => {
  const OPENSSH = ['sh', '-c', 'ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead "$1"', 'sh'];

  test('gets in by the client config, and by nothing else', async () => {
    const cwd = await testFolder();
    const recorded = await tapehead(record('--', ...OPENSSH, 'echo $$; exit 0'), { cwd });
    expect(recorded).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) as string });
    const replayed = await tapehead(replay('--', ...OPENSSH, 'echo $$; exit 0'), { cwd });
    expect(replayed).toMatchObject({ code: 0, stdout: recorded.stdout });
  });
});

describe('serving', () => {
  test('ends well at a signal, and tells how it went as JSON', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'uname -s', stdout: 'VMkernel\n' }]);
    const serving = startTapehead(replay('--ssh', '0', '--ready-file', 'ready.json', '--json'), {
      cwd: folder.path,
    });
    const ssh = await ready(serving, folder.path);
    expect(ssh.host).toBe('127.0.0.1');
    serving.child.kill('SIGINT');
    const { code, stdout, stderr } = await serving.done;
    expect(code).toBe(0);
    expect(stderr).toBe(
      `tapehead: serving at 127.0.0.1:${ssh.port}\n  ssh -F ${ssh.config} tapehead\ntapehead: nothing was asked\n`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, calls: 0 });
    expect(readdirSync(folder.path)).toEqual(['a.cassette']);
  });

  test('several doors have a host each in one config', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'uname -s', stdout: 'VMkernel\n' }]);
    const serving = startTapehead(replay('--ssh', '0', '--ssh', '0=esx-2', '--ready-file', 'ready.json'), {
      cwd: folder.path,
    });
    const { config } = await ready(serving, folder.path);
    expect(readFileSync(config, 'utf8').match(/^Host .*$/gm)).toEqual(['Host tapehead', 'Host esx-2']);
    serving.child.kill('SIGTERM');
    expect(await serving.done).toMatchObject({ code: 0 });
  });

  test('a port that is taken is trouble with a remedy', async () => {
    using folder = new TempFolder();
    writeCassette(folder.file('a.cassette'), [{ command: 'uname -s', stdout: 'VMkernel\n' }]);
    const serving = startTapehead(replay('--ssh', '0', '--ready-file', 'ready.json'), { cwd: folder.path });
    const { port } = await ready(serving, folder.path);
    const { code, stderr } = await tapehead(replay('--ssh', String(port)), { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toContain('the port is taken');
    serving.child.kill('SIGTERM');
    await serving.done;
  });

  test('a second recorder of one cassette is refused while the first serves', async () => {
    const cwd = await testFolder();
    const serving = startTapehead(record('--ssh', '0', '--ready-file', 'ready.json'), { cwd });
    await ready(serving, cwd);
    const { code, stderr } = await tapehead(record('--', 'true'), { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tapehead: .*\ntry: /);
    serving.child.kill('SIGTERM');
    expect(await serving.done).toMatchObject({ code: 0 });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a second signal cuts what the first one waits for, and nothing half-taped is kept', async () => {
    const cwd = await testFolder();
    const serving = startTapehead(record('--ssh', '0', '--ready-file', 'ready.json'), { cwd });
    const ssh = await ready(serving, cwd);
    const env = {
      TAPEHEAD_SSH_HOST: ssh.host,
      TAPEHEAD_SSH_PORT: String(ssh.port),
      TAPEHEAD_SSH_USER: ssh.user,
      TAPEHEAD_SSH_IDENTITY_FILE: ssh.identityFile,
    };
    const client = startNode([CLIENT, 'echo begun; sleep 300'], { env });
    await once(client.child.stdout ?? client.child, 'data');
    serving.child.kill('SIGINT');
    const stderr = serving.child.stderr ?? serving.child;
    for (;;) {
      const [chunk] = (await once(stderr, 'data')) as [Buffer];
      if (chunk.includes('waiting')) break;
    }
    serving.child.kill('SIGINT');
    expect(await serving.done).toMatchObject({ code: 1 });
    expect(existsSync(join(cwd, 'a.cassette'))).toBe(false);
    await client.done;
  });
});

describe('capture', () => {
  const capture = (...args: string[]): string[] => [
    'capture',
    '--upstream',
    'local:',
    '--cassette',
    'a.cassette',
    ...args,
  ];

  test('tapes each command of a list, in order', async () => {
    const cwd = await testFolder();
    const input = '# two commands\necho one\n\n  exit 3 \n';
    const { code, stdout, stderr } = await tapehead(capture('--json', '-'), { cwd, input });
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2 recorded') as string,
    });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { command: { text: 'echo one' }, outcome: { kind: 'exited', code: 0 }, stdout: 4, stderr: 0 },
      { command: { text: 'exit 3' }, outcome: { kind: 'exited', code: 3 }, stdout: 0, stderr: 0 },
    ]);
    const shown = await tapehead(['show', 'a.cassette'], { cwd });
    expect(shown.stdout.indexOf('echo one')).toBeLessThan(shown.stdout.indexOf('exit 3'));
  });

  test('what it taped is replayed', async () => {
    const cwd = await testFolder();
    await tapehead(capture('-'), { cwd, input: 'echo $$' });
    const { code, stdout } = await tapehead(replay('--', ...ask('echo $$')), { cwd });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) as string });
  });

  test('a command that reads stdin finds its end', async () => {
    const cwd = await testFolder();
    expect(await tapehead(capture('-'), { cwd, input: 'cat' })).toMatchObject({ code: 0 });
  });

  test('a signal ends it after the command under way, and the journal keeps what was taped', async () => {
    const cwd = await testFolder();
    const { child, done } = startTapehead(capture('--json', '-'), {
      cwd,
      input: 'echo one\nsleep 2; echo two\necho three',
    });
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    const { code, stderr } = await done;
    expect(code).toBe(130);
    expect(stderr).toContain('try: tapehead repair a.cassette');
    expect(readdirSync(cwd)).toEqual(['a.cassette.journal']);
  });
});

interface ReadySsh {
  host: string;
  port: number;
  user: string;
  identityFile: string;
  config: string;
}

/** Waits for the ready file, or for a start that failed. */
async function ready({ child, done }: Running, folder: string): Promise<ReadySsh> {
  using watcher = Object.assign(watch(folder), {
    [Symbol.dispose]() {
      watcher.close();
    },
  });
  const path = join(folder, 'ready.json');
  while (!existsSync(path)) {
    await Promise.race([
      once(watcher, 'change'),
      done.then(({ stderr }) => Promise.reject(new Error(`it ended before it was ready: ${stderr}`))),
    ]);
  }
  expect(child.exitCode).toBeNull();
  return (JSON.parse(readFileSync(path, 'utf8')) as { ssh: ReadySsh }).ssh;
}
