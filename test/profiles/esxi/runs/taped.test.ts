import { expect, it } from 'vitest';
import { openDeck } from '../../../../src/index.ts';
import type { Seen } from '../../../clients/commands.ts';
import { upstreamOf } from '../../../clients/decks.ts';
import { needs } from '../../../support/needs.ts';
import { TempFolder } from '../../../support/tape.ts';
import { aMockEsxi, type MockEsxi, servedBy } from './a-mock.ts';
import { backupRun } from './backup.ts';
import { buildHost, DIGEST, merging } from './clients.ts';
import { packerBuild } from './packer.ts';
import { terraformRun } from './terraform.ts';

const RUNS: Readonly<Record<string, (mock: MockEsxi) => Promise<void>>> = {
  'by a Terraform provider': (mock) => terraformRun(merging(mock)),
  'by Packer': (mock) => packerBuild(buildHost(mock), DIGEST),
  'of a backup script': ({ ssh }) => backupRun(ssh),
};

/** The same, and what its clients see. */
function watched(mock: MockEsxi, seen: (Seen & { command: string })[]): MockEsxi {
  const ssh: MockEsxi['ssh'] = async (command, more) => {
    const one = await mock.ssh(command, more);
    seen.push({ command, ...one });
    return one;
  };
  return { ...mock, ssh };
}

needs(
  'ssh',
  'scp',
  'gcc',
  'busybox',
  'bubblewrap',
)('a run that is taped with a mock ESXi host as the upstream', () => {
  it.each(Object.entries(RUNS))('%s replays identically', { timeout: 60_000 }, async (_, run) => {
    using folder = new TempFolder();
    const cassette = folder.file('esx.cassette');
    const host = await aMockEsxi();
    const { port, knownHosts, identityFile = '' } = host.server;
    const upstream = upstreamOf({ url: `ssh://root@127.0.0.1:${port}`, identity: identityFile, knownHosts });

    const taped: (Seen & { command: string })[] = [];
    await using recorder = await openDeck({ mode: 'all', cassette, upstream, ssh: [{}] });
    await run(watched(await servedBy(recorder), taped));
    expect(await recorder.close()).toMatchObject({ counts: { misses: 0, troubles: 0, failures: 0 } });

    const played: (Seen & { command: string })[] = [];
    await using player = await openDeck({ mode: 'none', cassette, repeat: 'never', ssh: [{}] });
    await run(watched(await servedBy(player), played));
    expect(played).toEqual(taped);
    expect(await player.close()).toMatchObject({ counts: { misses: 0, troubles: 0 }, unplayed: [] });
  });
});
