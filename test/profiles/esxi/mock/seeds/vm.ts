import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { readRows } from './read-text.ts';
import type { Published, Seed } from './seed.ts';

export const VM_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli vm process list',
    host({ stdout }) {
      const all = readRows(stdout);
      const places = all.map((fields) => /^\/vmfs\/volumes\/([^/]+)\/(.*)$/.exec(fields['ConfigFile'] ?? ''));
      const volumes = [...new Set(places.map((place) => place?.[1] ?? ''))];
      return {
        volumes: volumes.map((uuid) => ({ name: `volume ${uuid}`, uuid })),
        vms: all.map((fields, i) => ({
          name: fields['DisplayName'] ?? '',
          uuid: (fields['UUID'] ?? '')
            .replace(/[ -]/g, '')
            .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
          worldId: Number(fields['WorldID']),
          cartelId: Number(fields['VMXCartelID']),
          power: 'on' as const,
          volume: `volume ${places[i]?.[1]}`,
          vmx: places[i]?.[2] ?? '',
        })),
      };
    },
  },
  {
    command: 'vim-cmd vmsvc/power.getstate',
    host: (published) => oneVm(published, { power: powerIn(published.stdout) }),
  },
  {
    command: 'vim-cmd vmsvc/power.on',
    host: (published) => oneVm(published, { power: powerIn(published.stdout) }),
  },
  {
    command: 'vim-cmd vmsvc/power.off',
    host: (published) => oneVm(published, { power: powerIn(published.stdout) }),
  },
  {
    command: 'vim-cmd vmsvc/snapshot.get',
    host: (published) =>
      oneVm(published, {
        snapshots: published.stdout
          .split(/^-*\|-(?:ROOT|CHILD)\n/m)
          .slice(1)
          .map(snapshotIn),
      }),
  },
  {
    command: 'vim-cmd vmsvc/get.summary',
    host(published) {
      const { stdout } = published;
      const field = (name: string): string =>
        new RegExp(`^ +${name} = "?(.*?)"?, ?$`, 'm').exec(stdout)?.[1] ?? '';
      const [, volume = '', vmx = ''] = /^\[(.*?)\] (.*)$/.exec(field('vmPathName')) ?? [];
      const cpus = Number(field('numCpu'));
      return {
        ...oneVm(published, {
          name: field('name'),
          uuid: field('uuid'),
          volume,
          vmx,
          power: field('powerState') === 'poweredOn' ? 'on' : 'off',
          guestId: field('guestId'),
          guestName: field('guestFullName'),
          tools: field('toolsStatus'),
          guestHostName: field('hostName'),
          ip: field('ipAddress'),
          memoryMB: Number(field('memorySizeMB')),
          cpus,
          booted: field('bootTime'),
          nics: Array.from({ length: Number(field('numEthernetCards')) }, () => ({})),
        }),
        volumes: [{ name: volume }],
        hardware: { cpu: { coreHz: (Number(field('maxCpuUsage')) / cpus) * 1e6 } },
      };
    },
  },
  { command: 'vim-cmd vimsvc/task_info', host: (published) => oneVm(published, {}) },
  { command: 'vim-cmd hostsvc/maintenance_mode_enter', host: () => ({ vms: [{ name: 'a', power: 'on' }] }) },
];

type GivenVm = NonNullable<Description['vms']>[number];

/** The VM that is asked for, on a host of a version that prints so. */
function oneVm({ command, stdout }: Published, vm: Partial<GivenVm>): Description {
  const id = Number(/ (\d+)$/.exec(command)?.[1] ?? 1);
  const isOld =
    stdout.includes('dynamicType') || (stdout.includes('Snapshot Name') && !stdout.includes('Snapshot Id'));
  return {
    ...(isOld && { identity: { version: '4.0.0' } }),
    vms: [{ name: 'a', id, ...vm }],
  };
}

const powerIn = (text: string): 'on' | 'off' | 'suspended' =>
  /existingState = "poweredOn"|^Powered on/m.test(text) ? 'on' : /uspended/.test(text) ? 'suspended' : 'off';

/** Of a tree in which each stands on the one before. */
function snapshotIn(block: string, i: number): { id: number } & NonNullable<GivenVm['snapshots']>[number] {
  const field = (name: string): string =>
    new RegExp(`--Snapshot ${name} *: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
  return {
    id: Number(field('Id')) || i + 1,
    name: field('Name'),
    description: field('Desciption'),
    created: new Date(`${field('Created On')} UTC`).toISOString().replace('.000Z', 'Z'),
    power: powerIn(field('State').replace('powered', 'Powered')),
    parent: 0,
  };
}
