import { deleteDisk, punchDisk, renameDisk, setFormat, zeroDisk } from '../../disks/change-disk.ts';
import { chainOf, openDisk, placeAt, writtenTo } from '../../disks/open-disk.ts';
import { hexOf } from '../../model/derived.ts';
import type { Said } from '../../said.ts';
import { attempt } from './data.ts';
import { type Call, diskOfCall, lacking, own, ownDiskOfCall, placeOfCall, progress } from './call.ts';

const MIB = 2 ** 20;

/** -E FROM TO */
export function rename(call: Call): Said {
  const { args, cwd, world } = call;
  attempt('Failed to rename virtual disk:', () =>
    renameDisk(
      own(openDisk(placeAt(args.options.get('E') ?? '', cwd, world), world.state.host), world),
      placeOfCall(call),
      world,
    ),
  );
  return {};
}

/** -U */
export function remove(call: Call): Said {
  attempt('Failed to delete virtual disk:', () => deleteDisk(ownDiskOfCall(call), call.world));
  return {};
}

/** -w */
export function writeZeros(call: Call): Said {
  zeroDisk(ownDiskOfCall(call));
  const warning = `All data on '${call.path}' will be overwritten with zeros.\n`;
  return { stdout: `${warning}${DISK_KIND}${progress('Zeroing')}\n` };
}

/** -j: of a thin disk an eagerly zeroed one. */
export function inflate(call: Call): Said {
  attempt('Failed to inflate disk:', () => setFormat(ownDiskOfCall(call), 'eagerzeroedthick', call.world));
  return { stdout: `${progress('Inflate')}\n` };
}

/** -k: of a lazily zeroed disk an eagerly zeroed one. */
export function eagerZero(call: Call): Said {
  attempt('Failed to eagerly zero disk:', () =>
    setFormat(ownDiskOfCall(call), 'eagerzeroedthick', call.world),
  );
  return { stdout: `${progress('Eagerly zeroing')}\n` };
}

/** -K */
export function punchZeros(call: Call): Said {
  punchDisk(ownDiskOfCall(call), call.world);
  return { stdout: `${DISK_KIND}${progress('Hole Punching')}\n` };
}

const DISK_KIND = 'vmfsDisk: 1, rdmDisk: 0, blockSize: 1048576\n';

/** -x check|repair: those of the mock are never damaged. */
export function fix(call: Call): Said {
  const how = call.args.options.get('x');
  if (how !== 'check' && how !== 'repair') return lacking(call);
  diskOfCall(call);
  return { stdout: 'Disk is error free\n' };
}

/** -e */
export function checkChain(call: Call): Said {
  attempt('Failed to open disk chain:', () => chainOf(diskOfCall(call), call.world));
  return { stdout: 'Disk chain is consistent.\n' };
}

/** -g */
export function geometry(call: Call): Said {
  const { ddb } =
    attempt(`Failed to open '${call.path}':`, () => chainOf(diskOfCall(call), call.world)).at(-1)
      ?.descriptor ?? {};
  const [cylinders, heads, sectors] = ['cylinders', 'heads', 'sectors'].map(
    (key) => ddb?.get(`geometry.${key}`) ?? '0',
  );
  return { stdout: `Geometry information C/H/S is ${cylinders}/${heads}/${sectors}\n` };
}

/** -t0: where the blocks of a disk lie; those of a thin one do nowhere until they are written. */
export function mapping(call: Call): Said {
  const disk = openDisk(placeOfCall(call), { ...call.world.state.host, vms: [] });
  const written =
    disk.format === 'thin' ? Math.min(Math.ceil(writtenTo(disk) / MIB) * MIB, disk.bytes) : disk.bytes;
  const volume = hexOf(disk.on.uuid, 8);
  const lvid = `${disk.on.uuid}/${volume}-${disk.on.uuid.slice(9)}/1`;
  const first = Number.parseInt(hexOf(disk.path, 6), 16) * MIB;
  const kind = disk.format === 'zeroedthick' ? 'Z-' : '--';
  const at = (from: number): string => String(from).padStart(12);
  const lines = [
    ...(written > 0
      ? [
          `[${at(0)}:${at(written)}] --> [VMFS ${kind} LVID:${lvid}:(${at(first)} --> ${at(first + written)})]`,
        ]
      : []),
    ...(written < disk.bytes
      ? [
          `[${at(written)}:${at(disk.bytes - written)}] --> [NOMP -- :(${at(0)} --> ${at(disk.bytes - written)})]`,
        ]
      : []),
  ];
  return { stdout: `Mapping for file ${call.path} (${disk.bytes} bytes in size):\n${lines.join('\n')}\n` };
}
