import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recording, replaying, upstreamOf } from '../clients/decks.ts';
import { ssh2Client } from '../clients/each/ssh2.ts';
import { typeLines } from '../clients/terminal.ts';
import type { Command, Seen } from '../clients/commands.ts';
import { type Published, publishedSession, startStandin, withStandin } from './standin.ts';

/** The stand-in has no network to ping in and no log to follow, and its own login was before. */
const isServed = ({ command }: Published): boolean => !/^(ssh|ping|tail) /.test(command);

/** A plain esxcli command that always gave the same in that session, as the stand-in does. */
const isOne = (command: string, session: readonly Published[]): boolean =>
  /^esxcli [\w ./:=-]+$/.test(command) &&
  new Set(session.flatMap((one) => (one.command === command ? [one.stdout] : []))).size === 1;

withStandin('the whole session of an ESXi', () => {
  let folder: string;
  let session: Published[];
  let commands: Command[];
  const seen = { asExecs: [] as Seen[], typed: '' };

  // Both from the stand-in, which is gone before anything is played.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esxi-'));
    session = (await publishedSession('session-esxi90.txt')).filter(isServed);
    commands = session.map(({ command }) => ({ command, stdout: '', stderr: '', code: 0 }));
    await using host = await startStandin(session);
    {
      await using deck = await recording(join(folder, 'execs.cassette'), { upstream: upstreamOf(host) });
      [seen.asExecs = []] = await ssh2Client.run([{ server: deck.server, commands }]);
      await deck.close();
    }
    await using deck = await recording(join(folder, 'typed.cassette'), { upstream: upstreamOf(host) });
    seen.typed = await typeLines(deck.server, [...commands.map(({ command }) => command), 'exit']);
    await deck.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is recorded as separate executions with the outputs that were published', () => {
    expect(session.length).toBeGreaterThan(15);
    const esxcli = session.flatMap(({ command, stdout }, i) =>
      isOne(command, session) ? [{ command, published: stdout, taped: seen.asExecs[i]?.stdout }] : [],
    );
    expect(esxcli.length).toBeGreaterThan(10);
    for (const { command, published, taped } of esxcli) expect(taped, command).toBe(published);
  });

  it('plays as separate executions, byte for byte, with the host stopped', async () => {
    await using deck = await replaying(join(folder, 'execs.cassette'), { order: 'strict' });
    expect(await ssh2Client.run([{ server: deck.server, commands }])).toEqual([seen.asExecs]);
  });

  it('plays as one session typed at a terminal, byte for byte, with the host stopped', async () => {
    const lines = commands.map(({ command }) => command);
    for (const { command } of session) expect(seen.typed).toContain(`${command}\r\n`);
    await using deck = await replaying(join(folder, 'typed.cassette'));
    expect(await typeLines(deck.server, [...lines, 'exit'])).toBe(seen.typed);
  });

  it('that is typed otherwise is a miss that ends the terminal', async () => {
    await using deck = await replaying(join(folder, 'typed.cassette'));
    const typed = await typeLines(deck.server, ['esxcli system version set', 'exit']);
    expect(typed).toContain('tapehead: ');
    const { misses } = await deck.close();
    expect(misses).toHaveLength(1);
  });
});
