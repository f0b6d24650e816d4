import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repair } from '../../recorder/repair.ts';
import { contentOf } from '../cassette/content.ts';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { closed, connect, exec } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { random } from '../support/random.ts';
import { expectError, expectOnlyError, fileHolds, openssh, serve, type Serving } from './serving.ts';

const record = (...more: string[]): string[] => [
  ...['record', '--upstream', 'local:', '--cassette', 'a.cassette'],
  ...more,
];

const countOf = (what: string) => (log: string) => log.split(what).length - 1;
const answered = countOf('"event":"answered"');

/** Its temporary files go somewhere else: a killed one leaves them. */
async function start(cwd: string, ...more: string[]): Promise<Serving> {
  return await serve(record('--log', 'log.jsonl', ...more), cwd, { TMPDIR: await testFolder() });
}

needs('ssh')('two recorders of one cassette', () => {
  test('are one: the second is told who holds it, by whatever name, and the first goes on', async () => {
    const cwd = await testFolder();
    const first = await start(cwd);
    expect(await openssh(first.ssh, 'echo one').close()).toMatchObject({ stdout: 'one\n', code: 0 });
    symlinkSync('.', join(cwd, 'same'));
    for (const args of [
      record('--', 'touch', 'ran'),
      ['record', '--upstream', 'local:', '--cassette', 'same/a.cassette', '--', 'touch', 'ran'],
      record('--mode', 'new-episodes', '--', 'touch', 'ran'),
      ['capture', '--upstream', 'local:', '--cassette', 'a.cassette', '-'],
      ['repair', 'a.cassette'],
    ]) {
      const { code, stdout, stderr } = await tapehead(args, { cwd, input: 'touch ran' });
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
      expectOnlyError(
        stderr,
        `a.cassette is being recorded to by process ${first.child.pid} on `,
        'wait until it has ended, or record to another file',
      );
    }
    expect(await openssh(first.ssh, 'echo two').close()).toMatchObject({ stdout: 'two\n', code: 0 });
    expect(await first.end()).toMatchObject({ code: 0 });
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'log.jsonl', 'same']);
    expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(2);
    expect(await tapehead(record('--', 'true'), { cwd })).toMatchObject({ code: 0 });
  });
});

needs('ssh')('a recorder that is killed', () => {
  test('has lost nothing that was complete, keeps the next one away, and what is repaired plays', async () => {
    const cwd = await testFolder();
    const deck = await start(cwd);
    const asked = ['echo one', 'echo two; echo err >&2; exit 3', 'echo one', 'printf "\\377\\0"'];
    for (const command of asked) await openssh(deck.ssh, command).close();
    await fileHolds(join(cwd, 'log.jsonl'), deck.done, (log) => answered(log) === asked.length);
    const running = openssh(deck.ssh, 'echo half; cat');
    await running.prints('half');
    expect(await deck.end('SIGKILL')).toMatchObject({ code: null });
    expect(await running.done).toMatchObject({ stdout: 'half\n', code: 255 });
    const left = readFileSync(join(cwd, 'a.cassette.journal'));
    expect(existsSync(join(cwd, 'a.cassette'))).toBe(false);

    const next = await tapehead(record('--', 'touch', 'ran'), { cwd });
    expect(next.code).toBe(1);
    expectOnlyError(
      next.stderr,
      'a recorder of a.cassette ended before it was done',
      'tapehead repair a.cassette',
    );
    expect(readFileSync(join(cwd, 'a.cassette.journal')).equals(left)).toBe(true);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);

    const early = await tapehead(['replay', '--cassette', 'a.cassette', '--', 'touch', 'ran'], { cwd });
    expect(early.code).toBe(1);
    expectOnlyError(
      early.stderr,
      'there is no cassette a.cassette yet, but the journal',
      'tapehead repair a.cassette',
    );
    expect(existsSync(join(cwd, 'ran'))).toBe(false);

    const repaired = await tapehead(['repair', 'a.cassette'], { cwd });
    expect(repaired).toMatchObject({ code: 0, stdout: '' });
    expect(repaired.stderr).toBe(
      'tapehead: wrote a.cassette: 4 recordings from the journal; 1 recording left out, as not whole\n',
    );
    expect(existsSync(join(cwd, 'a.cassette.journal'))).toBe(false);

    const replay = await serve(['replay', '--cassette', 'a.cassette', '--require-all-played'], cwd);
    const played = [];
    for (const command of asked) played.push(await openssh(replay.ssh, command).close());
    expect(played).toEqual([
      { stdout: 'one\n', stderr: '', code: 0 },
      { stdout: 'two\n', stderr: 'err\n', code: 3 },
      { stdout: 'one\n', stderr: '', code: 0 },
      { stdout: '\ufffd\0', stderr: '', code: 0 },
    ]);
    expect(await replay.end()).toMatchObject({ code: 0 });
    expect(await tapehead(record('--', 'true'), { cwd })).toMatchObject({ code: 0 });
  });

  test('at any moment has every recording whose end was told', async () => {
    const { int, seed } = random();
    for (let round = 0; round < 3; round++) {
      const cwd = await testFolder();
      const deck = await start(cwd);
      const { host, port, user: username, password } = deck.ssh;
      await using client = await connect({ host, port, username, password });
      const enough = 1 + int(40);
      const gone = closed(client);
      let asked = 0;
      const asks = async (): Promise<void> => {
        while (deck.child.exitCode === null && deck.child.signalCode === null) {
          await Promise.race([exec(client, `echo ${++asked}`), gone]);
        }
      };
      const asking = Promise.allSettled([asks(), asks(), asks()]);
      await fileHolds(join(cwd, 'log.jsonl'), deck.done, (log) => answered(log) >= enough);
      await deck.end('SIGKILL');
      await gone;
      await asking;
      const told = answered(readFileSync(join(cwd, 'log.jsonl'), 'utf8'));
      const recovered = repair(join(cwd, 'a.cassette'))[0]?.recovered;
      expect(recovered, `seed ${seed}`).toBeGreaterThanOrEqual(told);
      expect(recovered, `seed ${seed}`).toBeLessThanOrEqual(asked);
      for (const { head, events } of contentOf(join(cwd, 'a.cassette')).recordings) {
        const command = head.asked.kind === 'string' ? Buffer.from(head.asked.command).toString() : '';
        const output = events.flatMap((event) => (event.type === 'stdout' ? [event.bytes] : []));
        expect(`echo ${Buffer.concat(output).toString()}`, `seed ${seed}`).toBe(`${command}\n`);
        expect(events.some(({ type }) => type === 'outcome')).toBe(true);
      }
    }
  });
});

needs('ssh')('Ctrl-C', () => {
  test('lets what runs end, takes nothing new, and tapes all of it', async () => {
    const cwd = await testFolder();
    const deck = await start(cwd);
    const running = openssh(deck.ssh, 'echo begun; cat');
    await running.prints('begun');
    const ended = deck.end('SIGINT');
    await deck.says('waiting 10 s for what still runs; Ctrl-C cuts it now');
    const refused = dial(deck.ssh.port, deck.ssh.host);
    await expect(once(refused, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await running.close('typed')).toEqual({ stdout: 'begun\ntyped', stderr: '', code: 0 });
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('wrote a.cassette: 1 recording\n');
    expect(stderr).not.toContain('cut,');
    expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(1);
  });

  test('a second time cuts it, and nothing half-taped is kept', async () => {
    const cwd = await testFolder();
    const deck = await start(cwd);
    await openssh(deck.ssh, 'echo whole').close();
    const running = openssh(deck.ssh, 'echo half; cat');
    await running.prints('half');
    const ended = deck.end('SIGINT');
    await deck.says('waiting');
    deck.child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain('tapehead: what still ran was cut, and is not on the tape\n');
    expectError(stderr, 'the run did not end well', 'tapehead repair a.cassette');
    expect(await running.done).toMatchObject({ stdout: 'half\n', code: 255 });
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette.journal', 'log.jsonl']);
    expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    const shown = await tapehead(['show', 'a.cassette'], { cwd });
    expect(shown.stdout).toContain('echo whole');
    expect(shown.stdout).not.toContain('half');
  });
});
