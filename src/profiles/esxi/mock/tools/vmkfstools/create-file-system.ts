import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { volumeUuidOf } from '../../model/derived.ts';
import { newVolume } from '../../model/storage.ts';
import type { Said } from '../../said.ts';
import { showFileSystem } from '../../volumes/mounting.ts';
import { type Call, FAILED, lacking } from './call.ts';

/** -C vmfs5|vmfs6 [-b SIZE] [-S NAME] DEVICE:PARTITION */
export function createFileSystem(call: Call): Said {
  const { args, path, world } = call;
  const kind = (args.options.get('C') ?? '').toLowerCase();
  if (kind !== 'vmfs6' && kind !== 'vmfs5') return lacking(call);
  const label = args.options.get('S') ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1);
  const { device, number } = partitionAt(file, world.state.host);
  const uuid = volumeUuidOf(
    `${file} ${world.now()} ${world.random()}`,
    world.state.host.nics[0]?.mac ?? '00:50:56:00:00:01',
  );
  const head = [
    `create fs deviceName:'${path}', fsShortName:'${kind}', fsName:'${label || '(null)'}'`,
    `deviceFullPath:/dev/disks/${file} deviceFile:${file}`,
    'Checking if remote hosts are using this device as a valid file system. This may take a few seconds...',
    `Creating ${kind} file system on "${file}" with blockSize 1048576 and volume label "${label || 'none'}".`,
  ];
  const volume = world.state.change((host) => {
    if (label !== '' && [...host.volumes, ...host.nfs].some(({ name }) => name === label)) {
      throw new Failure(`Error: volume label ${label} is in use`, FAILED);
    }
    host.volumes = host.volumes.filter((one) => one.device !== device || one.partition !== number);
    const sectors = sizeOfPartition(host, device, number);
    const made = newVolume({
      name: label,
      uuid,
      type: kind === 'vmfs6' ? 'VMFS-6' : 'VMFS-5',
      size: sectors * 512,
      // What the file system itself takes.
      free: Math.max(0, sectors * 512 - 1_504_247_808),
      device,
      partition: number,
      created: `${new Date(world.now()).toISOString().slice(0, 19)}Z`,
    });
    host.volumes.push(made);
    return made;
  });
  showFileSystem(volume, world);
  return { stdout: `${head.join('\n')}\nSuccessfully created new volume: ${uuid}\n` };
}

/** `naa.…:1` @throws Failure */
function partitionAt(file: string, host: Host): { device: string; number: number } {
  const [, name = '', number = ''] = /^(.*):(\d+)$/.exec(file) ?? [];
  const device = host.devices.find((one) => one.name === name || one.uids.includes(name));
  const partition = device?.partitions.find((one) => one.number === Number(number));
  if (!device || !partition) throw new Failure(`Error: ${file}: No such file or directory`, FAILED);
  const volume = host.volumes.find((one) => one.device === device.name && one.partition === partition.number);
  if (volume?.mounted && host.vms.some((vm) => vm.volume === volume.name)) {
    throw new Failure(`Error: Device or resource busy`, FAILED);
  }
  return { device: device.name, number: partition.number };
}

function sizeOfPartition({ devices }: Host, name: string, number: number): number {
  const partition = devices.find((one) => one.name === name)?.partitions.find((one) => one.number === number);
  return partition ? partition.end - partition.start + 1 : 0;
}
