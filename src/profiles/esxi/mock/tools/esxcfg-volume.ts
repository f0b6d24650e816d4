import { Failure } from '../failure.ts';
import { copyNamed, resolve } from '../leaves/storage/vmfs-snapshot.ts';
import { volumeUuidOf } from '../model/derived.ts';
import type { Host } from '../model/host.ts';
import type { UnresolvedVolume } from '../model/storage.ts';
import { forgetFileSystem } from '../volumes/mounting.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

export const ESXCFG_VOLUME: Tool = {
  name: 'esxcfg-volume',
  about: 'Lists copies of volumes, mounts them and gives them new identifiers.',
  run({ args }, world) {
    const { options } = readToolArgs(args, OPTIONS, 'esxcfg-volume');
    if (options.has('l')) return { stdout: world.state.host.unresolvedVolumes.map(block).join('\n') };
    const asked = (letter: string): string | undefined => options.get(letter);
    const [mount, persistently] = [asked('m') ?? asked('M'), asked('M') !== undefined];
    if (mount !== undefined) {
      world.state.change((host) => {
        const one = named(host, mount);
        if (one.reason !== '') throw new Failure(`Error: Unable to mount volume ${mount}: ${one.reason}`);
        resolve(host, one, { name: one.name, uuid: one.uuid, automount: persistently }, world);
      });
      return { stdout: `${persistently ? 'Persistently mounting' : 'Mounting'} volume ${mount}\n` };
    }
    const resigned = asked('r');
    if (resigned !== undefined) {
      world.state.change((host) => {
        const one = named(host, resigned);
        const uuid = volumeUuidOf(
          `resignatured ${one.uuid} ${one.device}`,
          host.nics[0]?.mac ?? '00:50:56:00:00:01',
        );
        resolve(host, one, { name: `snap-${uuid.slice(0, 8)}-${one.name}`, uuid, automount: true }, world);
      });
      return { stdout: `Resignaturing volume ${resigned}\n` };
    }
    const unmounted = asked('u') ?? asked('U');
    if (unmounted !== undefined) {
      world.state.change((host) => {
        const volume = host.volumes.find(({ name, uuid }) => name === unmounted || uuid === unmounted);
        if (!volume) throw new Failure(`Error: No volume found with label or uuid ${unmounted}`);
        const isUsed = host.vms.some((vm) => vm.power === 'on' && vm.volume === volume.name);
        if (isUsed) throw new Failure(`Error: Unable to unmount volume ${unmounted}: Busy`);
        volume.mounted = false;
        volume.automount = false;
        forgetFileSystem(volume, world);
      });
      return { stdout: `Umounting volume ${unmounted}\n` };
    }
    return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['l', 'list', 'flag'],
  ['m', 'mount', 'value'],
  ['M', 'persistent-mount', 'value'],
  ['u', 'umount', 'value'],
  ['U', 'persistent-umount', 'value'],
  ['r', 'resignature', 'value'],
  ['h', 'help', 'flag'],
];

const USAGE = `esxcfg-volume <options>
  -l|--list                             List copies of volumes that are not mounted.
  -m|--mount <VMFS UUID|label>          Mount one, until the next boot.
  -M|--persistent-mount <VMFS UUID|label>  Mount one.
  -u|--umount <VMFS UUID|label>         Unmount one.
  -r|--resignature <VMFS UUID|label>    Make it a volume of its own.
  -h|--help                             This help.
`;

/** @throws Failure */
function named(host: Host, name: string): UnresolvedVolume {
  const isUuid = host.unresolvedVolumes.some(({ uuid }) => uuid === name);
  return copyNamed(host, isUuid ? { uuid: name, label: undefined } : { label: name, uuid: undefined });
}

const block = ({ name, uuid, type, size, device, partition, reason }: UnresolvedVolume): string =>
  [
    `Scanning for ${type} host activity (${type === 'VMFS-6' ? '4096 bytes/HB, 1024' : '512 bytes/HB, 2048'} HBs).`,
    `VMFS UUID/label: ${uuid}/${name}`,
    `Can mount: ${reason === '' ? 'Yes' : `No (${reason})`}`,
    'Can resignature: Yes',
    `Extent name: ${device}:${partition}     range: 0 - ${Math.max(0, Math.floor(size / 2 ** 20) - 1)} (MB)`,
    '',
  ].join('\n');
