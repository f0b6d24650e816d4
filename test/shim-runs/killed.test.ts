import { readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { DeckOptions, DeckUpstream } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Report } from '../../src/report.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { Shims } from '../support/shims.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';

/** Programs that live until something ends them; each tells its pid first. */
const PROGRAMS = {
  /** Its stdin would end it: nobody closes that here. */
  reads: 'exec cat',
  /** Nothing but a signal would. */
  sleeps: 'exec sleep 600',
};

type Name = keyof typeof PROGRAMS;

needs(
  'gcc',
  'sshd',
  'ssh-keygen',
)('a shim that is killed by KILL', () => {
  let shims: Shims;
  let folder: TempFolder;
  let host: Sshd;

  beforeAll(async () => {
    shims = new Shims().link(...Object.keys(PROGRAMS));
    for (const [name, script] of Object.entries(PROGRAMS))
      shims.program(name, `echo $$ >${shims.file('pid')}; echo ready; ${script}`);
    const PATH = `${shims.programs}:${process.env['PATH']}`;
    vi.stubEnv('PATH', PATH); // of local:, as this process is the deck
    host = await startSshd({ extraOptions: [`SetEnv PATH=${PATH}`] });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await host.stop();
    shims[Symbol.dispose]();
  });
  beforeEach(() => void (folder = new TempFolder()));
  afterEach(() => {
    folder[Symbol.dispose]();
    rmSync(shims.file('pid'), { force: true });
  });

  const overSsh = (cancel: 'signal' | 'pid'): DeckUpstream => ({
    url: host.url,
    identities: [host.identity],
    knownHosts: host.knownHosts,
    sshConfig: '/dev/null',
    cancel,
  });

  const UPSTREAMS: readonly (readonly [string, Name, () => DeckUpstream])[] = [
    ['this machine', 'sleeps', () => ({ url: 'local:' })],
    ['the original', 'sleeps', () => ({ url: 'original:' })],
    // sshd takes no signal for root: the end of its channel is what such a program sees.
    ['a host', 'reads', () => overSsh('signal')],
    ['a host, cancelled by pid', 'sleeps', () => overSsh('pid')],
  ];

  /** The program says that it runs; then its shim is killed. */
  async function killed(name: Name, upstream: DeckUpstream, options: DeckOptions = {}): Promise<Report> {
    const cassette = folder.file('x.cassette');
    await using deck = await openDeck({
      mode: 'all',
      cassette,
      upstream,
      shim: [{ path: shims.socket }],
      ...options,
    });
    const line = [
      'mkfifo typed said; exec 3<>typed 4<>said; rm typed said',
      `${name} <&3 >&4 & shim=$!; read -r ready <&4; kill -KILL $shim; wait $shim; echo $ready $?`,
    ].join('\n');
    const { stdout } = await shims.bash(line);
    expect(stdout).toBe('ready 137\n');
    const pid = Number(readFileSync(shims.file('pid'), 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), 20_000);
    return await deck.close();
  }

  describe.each(UPSTREAMS)('while %s executes', (_what, name, upstream) => {
    it('ends what was executed, is lost, and fails the run', async () => {
      expect(await killed(name, upstream())).toMatchObject({
        recorded: 0,
        counts: { misses: 0, troubles: 0, failures: 1 },
        failures: [{ outcome: { kind: 'lost' } }],
        cassette: { kind: 'nothing-taped' },
      });
    });

    it('is taped where failures are', async () => {
      const report = await killed(name, upstream(), { tapeFailures: true });
      expect(report).toMatchObject({ recorded: 1, counts: { failures: 0 }, cassette: { kind: 'written' } });
      using file = CassetteFile.open(folder.file('x.cassette'));
      const events = [...file.events(0)];
      expect(events.find(({ type }) => type === 'outcome')).toMatchObject({ outcome: { kind: 'lost' } });
      const said = events.flatMap((event) => (event.type === 'stdout' ? [Buffer.from(event.bytes)] : []));
      expect(Buffer.concat(said).toString()).toBe('ready\n');
      expect(file.end(0).notes).toContain('cancelled');
    });
  });
});
