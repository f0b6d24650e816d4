import type { World } from '../world.ts';
import { hexOf } from './derived.ts';
import type { Host } from './host.ts';

export type System = Host['system'];

export const defaultSystem = ({ uuid }: Host['identity'], volumes: Host['volumes']): System => ({
  clockOffset: 0,
  isOff: false,
  load: [0.01, 0.01, 0.01],
  keyboard: 'US Default',
  powerPolicy: 2,
  coredump: { ...defaultDumpFile(uuid, volumes), ...noOtherDumps() },
  wbem: { enabled: false, authorization: 'password', logLevel: 'warning', port: 5989, wsManagement: true },
  sshClient: {
    ciphers: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
    fipsmode: 'yes',
    hostkeyalgorithms: 'ecdsa-sha2-nistp256,rsa-sha2-256,rsa-sha2-512',
    kexalgorithms: 'ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521',
    macs: 'hmac-sha2-256,hmac-sha2-512',
  },
  recoveryKeys: [{ id: `{${uuid.toUpperCase()}}`, key: recoveryKeyOf(uuid, 0) }],
  graphics: { type: 'Shared', policy: 'Performance' },
  swap: {
    datastore: { enabled: false, order: 1, name: '' },
    hostcache: { enabled: true, order: 0 },
    hostlocalswap: { enabled: true, order: 2 },
  },
  ramdisks: [
    { name: 'root', mount: '/', reserved: 32_768, maximum: 32_768, used: 5_120 },
    { name: 'etc', mount: '/etc', reserved: 28_672, maximum: 28_672, used: 1_024 },
    { name: 'opt', mount: '/opt', reserved: 0, maximum: 32_768, used: 44 },
    { name: 'var', mount: '/var', reserved: 5_120, maximum: 49_152, used: 640 },
    { name: 'tmp', mount: '/tmp', reserved: 2_048, maximum: 262_144, used: 212 },
    {
      name: 'hostdstats',
      mount: '/var/lib/vmware/hostd/stats',
      reserved: 0,
      maximum: 1_078_272,
      used: 3_584,
    },
  ],
  configStore: [],
});

/** Six groups of six digits, as consoles ask for them; the same for the same host and count. */
export const recoveryKeyOf = (uuid: string, count: number): string =>
  Array.from({ length: 6 }, (_, i) =>
    String(Number.parseInt(hexOf(`recovery ${uuid} ${count} ${i}`, 8), 16) % 1_000_000).padStart(6, '0'),
  ).join('-');

/** Milliseconds since the epoch, by the clock of the host. */
export const timeOf = ({ system }: Host, { now }: Pick<World, 'now'>): number => now() + system.clockOffset;

/** Such as `2026-01-02T03:04:05Z`. */
export const timeText = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const noOtherDumps = () => ({
  activePartition: '',
  configuredPartition: '',
  network: { enabled: false, vmk: '', ip: '', port: 0 },
});

function defaultDumpFile(
  uuid: string,
  volumes: Host['volumes'],
): Pick<System['coredump'], 'activeFile' | 'configuredFile' | 'files'> {
  const [volume] = volumes;
  if (!volume) return { activeFile: '', configuredFile: '', files: [] };
  const path = `/vmfs/volumes/${volume.uuid}/vmkdump/${uuid.toUpperCase()}.dumpfile`;
  return { activeFile: path, configuredFile: path, files: [{ path, size: 2_882_535_424 }] };
}
