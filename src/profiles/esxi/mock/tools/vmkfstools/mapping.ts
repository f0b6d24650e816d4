import { readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { checkNew, hardwareOf, writeDescriptor } from '../../disks/change-disk.ts';
import { newDescriptor } from '../../disks/new-disk.ts';
import { extentsOf, openDisk } from '../../disks/open-disk.ts';
import { Failure } from '../../failure.ts';
import { hexOf } from '../../model/derived.ts';
import type { Device } from '../../model/storage.ts';
import type { Said } from '../../said.ts';
import { attempt } from './data.ts';
import { type Call, FAILED, placeOfCall } from './call.ts';

/** -r DEVICE, -z DEVICE: a virtual disk that is a device. */
export function createMapping(call: Call, how: 'r' | 'z'): Said {
  const asked = call.args.options.get(how) ?? '';
  const device = deviceAt(asked, call.world.state.host.devices);
  if (!device) throw new Failure(`Failed to create virtual disk: ${asked}: no such device`, FAILED);
  attempt('Failed to create virtual disk:', () => {
    const place = placeOfCall(call);
    checkNew(place);
    const name = posix.basename(place.path);
    const bytes = device.sizeMB * 2 ** 20;
    const data = name.replace(/\.vmdk$/, how === 'r' ? '-rdm.vmdk' : '-rdmp.vmdk');
    const id = hexOf(`mapping ${place.path} ${device.name}`, 32);
    const hardware = hardwareOf(call.world.state.host.identity.version);
    const blank = newDescriptor({ name, bytes, format: 'zeroedthick', adapter: 'lsilogic', id, hardware });
    writeFileSync(`${posix.dirname(place.onDisk)}/${data}`, `${uidOf(device)}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
    writeDescriptor(place, {
      ...blank,
      createType: how === 'r' ? 'vmfsRawDeviceMap' : 'vmfsPassthroughRawDeviceMap',
      extents: [{ access: 'RW', sectors: bytes / 512, type: 'VMFSRDM', file: data }],
    });
  });
  return {};
}

/** -q */
export function queryMapping(call: Call): Said {
  const disk = openDisk(placeOfCall(call), { ...call.world.state.host, vms: [] });
  const { createType } = disk.descriptor;
  if (!createType.endsWith('RawDeviceMap')) return { stdout: `Disk ${call.path} is not an RDM\n` };
  const kind = createType.startsWith('vmfsPassthrough') ? 'Passthrough' : 'Non-passthrough';
  const [data = ''] = extentsOf(disk, disk.descriptor);
  const uid = readFileSync(data, 'utf8').trim();
  return { stdout: `Disk ${call.path} is a ${kind} Raw Device Mapping\nMaps to: ${uid}\n` };
}

const uidOf = ({ uids, name }: Device): string => uids[0] ?? name;

function deviceAt(path: string, devices: readonly Device[]): Device | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return devices.find((one) => one.name === name || one.uids.includes(name));
}
