import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tapehead, type Done } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';
import { imageIn, HOST, hostListing, realListing } from './an-image.ts';

/** What backup.sh says where one of three machines cannot be saved, and one disk is locked the first time. */
const SAID = `Example Hypervisor 8.0.3 
small is too small
mail-1 (7) is on
  3 steps
  mail-1-disk-0.vmdk is there
  try 1 of /vmfs/volumes/depot 1/vm-7/disk-1.vmdk: code 255: Failed to open the source: Failed to lock the file (16392).
  3 steps
  mail-1-disk-1.vmdk is there
wiki (8) is off
  3 steps
  wiki-disk-0.vmdk is there
broken (19) is on
(vmodl.fault.SystemError) { reason = "disk 0 is locked" }
broken failed with 2
answered yes for 7
Error: Unknown command or namespace nonsense
nonsense: 1
12
`;

const SCRIPT = readFileSync(join(HOST, 'backup.sh'), 'utf8');

/** One machine that cannot be saved is as it should be, and the script ends with 0. */
const TOLERATED = ['--env', 'TOLERATED=1'];

const ENGINES = [
  { engine: 'bwrap', tool: 'bubblewrap' },
  { engine: 'podman', tool: 'podman' },
] as const;

const LISTINGS = [
  { name: 'an invented listing of 9,500 entries', text: hostListing(9_500) },
  ...(realListing === undefined ? [] : [{ name: 'the listing of a real host', text: realListing }]),
];

/** An sshd whose commands are scripts, which keep what they did in a folder. */
function startHost(state: string): Promise<Sshd> {
  mkdirSync(state);
  const variables = [`PATH=${HOST}:/usr/bin:/bin`, `STATE=${state}`, `HOME=${state}`];
  return startSshd({ extraOptions: [`SetEnv ${variables.join(' ')}`] });
}

const reaching = ({ url, identity, knownHosts }: Sshd): string[] => [
  ...['--upstream', url, '--identity', identity, '--known-hosts', knownHosts, '--no-fingerprint'],
];

for (const { engine, tool } of ENGINES) {
  needs(
    'gcc',
    'busybox',
    'sshd',
    'ssh-keygen',
    tool,
  )(`a backup in an image, run by ${tool}`, () => {
    describe.each(LISTINGS)('$name', ({ text }) => {
      const folder = new TempFolder();
      const archive = folder.file('host.tar.gz');
      const cassette = folder.file('host.cassette');

      beforeAll(async () => {
        await imageIn(folder.path, { listing: text, name: 'host.tar.gz' });
        return () => folder[Symbol.dispose]();
      }, 60_000);

      const run = (...options: readonly string[]): Promise<Done> =>
        tapehead(['image', 'run', archive, '--with', engine, ...options, '--', 'sh', '-c', SCRIPT]);

      it('goes by hooks', { timeout: 120_000 }, async () => {
        expect(await run('--manifest', join(HOST, 'hooks.yaml'))).toEqual({
          stdout: SAID,
          stderr: 'tapehead: 23 answered by hooks\n',
          code: 1,
        });
      });

      it('is taped against a host, and goes by the cassette alike', { timeout: 240_000 }, async () => {
        await using host = await startHost(folder.file('state'));
        expect(await run(...TOLERATED, ...reaching(host), '--cassette', cassette)).toEqual({
          stdout: SAID,
          stderr: `tapehead: 23 recorded\ntapehead: wrote ${cassette}: 23 recordings\n`,
          code: 0,
        });
        await host.stop();
        expect(await run(...TOLERATED, '--cassette', cassette, '--require-all-played')).toEqual({
          stdout: SAID,
          stderr: 'tapehead: 23 played\n',
          code: 0,
        });
      });
    });
  });
}
