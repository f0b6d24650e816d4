import { mkdirSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve } from '../bad-input/serving.ts';
import { needs } from '../support/needs.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';
import { executed, nobody, played, writePlayed, type Host } from './decks.ts';
import { moments, type Commands, type Moment } from './moments.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
  mkdirSync(folder.file('tmp'));
});
afterEach(() => folder[Symbol.dispose]());

/** `tapehead ARGS` ends by itself when it is told to, which it would not with anything open, and takes its files with it. */
function ends(
  args: () => string[],
  ask: () => { commands: Commands; host: Host },
  among: readonly Moment[] = moments,
): void {
  it.each(among.map((moment) => [moment.name, moment] as const))('%s', async (_name, moment) => {
    const { commands, host } = ask();
    const serving = await serve(args(), folder.path, { TMPDIR: folder.file('tmp') });
    const reached = await moment.reach(serving.ssh, commands);
    const cut = (): void => void serving.child.kill('SIGTERM');
    serving.says('tapehead: waiting').then(cut, () => undefined); // unless it ends without
    const { code, stderr } = await serving.end('SIGTERM');
    expect(stderr).not.toMatch(/^ +at |Warning/m);
    expect(code, stderr).toBe(stderr.includes('was cut') ? 1 : 0);
    await Promise.all(reached.map((left) => left()));
    if (moment.executes) await host.ended;
    else host[Symbol.dispose]();
    expect(readdirSync(folder.file('tmp'))).toEqual([]);
    expect(readdirSync(folder.path)).not.toContain('ready.json');
  });
}

/** How a host's connection is left is for the deck to test; that it is left by way of signals, too, for these. */
const FEW = ['before anybody came', 'in the midst of stdout that the client reads'];

describe('tapehead replay, told to end, leaves nothing', () => {
  ends(
    () => ['replay', '--cassette', writePlayed(folder)],
    () => ({ commands: played, host: nobody }),
  );
});

needs('script')('tapehead record of this machine, told to end, leaves nothing', () => {
  ends(
    () => ['record', '--mode', 'all', '--upstream', 'local:', '--cassette', 'recorded.cassette'],
    () => executed(folder),
  );
});

needs('sshd', 'ssh-keygen')('tapehead record of a host, told to end, leaves nothing', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  afterEach(async () => {
    await vi.waitUntil(async () => (await sshd.sessions()).length === 0);
  });
  ends(
    () => {
      const trust = ['--identity', sshd.identity, '--known-hosts', sshd.knownHosts];
      return ['record', '--mode', 'all', '--upstream', sshd.url, ...trust, '--cassette', 'recorded.cassette'];
    },
    () => executed(folder),
    moments.filter(({ name }) => FEW.includes(name)),
  );
});
