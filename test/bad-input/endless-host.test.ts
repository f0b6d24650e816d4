import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf } from '../cassette/content.ts';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { connect, exec } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { peakMemoryOf } from './memory-of.ts';
import { expectError, login, openssh, serve } from './serving.ts';

const MIB = 1024 * 1024;
const recordUpTo = (max: string): string[] => [
  'record',
  ...['--upstream', 'local:', '--cassette', 'a.cassette', '--max-recording', max],
];

needs('ssh')('a host that says more than a recording may hold', () => {
  test('is heard to its end by the client; the run fails and names the limit, and keeps what was complete', async () => {
    const cwd = await testFolder();
    const deck = await serve(recordUpTo('1m'), cwd);
    await using client = await connect(login(deck.ssh));
    expect((await exec(client, 'echo before')).stdout.toString()).toBe('before\n');
    const { stdout, stderr, code } = await exec(
      client,
      'head -c 50000000 /dev/zero; echo end; echo err >&2; exit 9',
    );
    expect(stdout.length).toBe(50_000_004);
    expect(stdout.subarray(-4).toString()).toBe('end\n');
    expect({ stderr: stderr.toString(), code }).toEqual({ stderr: 'err\n', code: 9 });
    expect((await exec(client, 'echo after')).stdout.toString()).toBe('after\n');
    expect(statSync(join(cwd, 'a.cassette.journal')).size).toBeLessThan(3 * MIB);

    const ended = await deck.end();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('tapehead: 2 recorded, 1 in trouble\n');
    expectError(
      ended.stderr,
      /^trouble: head -c 50000000 .*: its recording took more than 1048576 bytes, and was not taped; its client got all of it$/,
      'raise --max-recording',
    );
    expectError(ended.stderr, 'the run did not end well', 'tapehead repair a.cassette');
    expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(2);
  });

  test('by little is not taped, and one that says just less is', async () => {
    for (const [max, code, left] of [
      ['1100000', 0, 'a.cassette'],
      ['1000000', 1, 'a.cassette.journal'],
    ] as const) {
      const cwd = await testFolder();
      const deck = await serve(recordUpTo(max), cwd);
      await using client = await connect(login(deck.ssh));
      await exec(client, 'echo first');
      expect((await exec(client, 'head -c 1000000 /dev/zero')).stdout.length).toBe(1_000_000);
      expect(await deck.end()).toMatchObject({ code });
      expect(readdirSync(cwd)).toEqual([left]);
    }
  });

  test('and never stops is taped no further, in constant memory, until its client leaves', async () => {
    const cwd = await testFolder();
    const deck = await serve(recordUpTo('1m'), cwd);
    const endless = openssh(deck.ssh, 'exec cat /dev/zero');
    let received = 0;
    let after100 = 0;
    await new Promise<void>((resolve) => {
      endless.child.stdout?.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > 100 * MIB) after100 ||= peakMemoryOf(deck.child);
        if (received > 400 * MIB) resolve();
      });
    });
    expect(peakMemoryOf(deck.child) - after100).toBeLessThan(30 * MIB);
    expect(await openssh(deck.ssh, 'echo other').close()).toMatchObject({ stdout: 'other\n', code: 0 });
    expect(statSync(join(cwd, 'a.cassette.journal')).size).toBeLessThan(3 * MIB);
    endless.child.kill('SIGKILL');
    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain('exec cat /dev/zero: its recording took more than 1048576 bytes');
    expect(stderr).toContain('1 recorded');
  });
});
