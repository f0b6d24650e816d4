import { checkNew, cloneDisk, createDisk, growDisk, type Wanted } from '../../disks/change-disk.ts';
import { DISK_ERRORS, DiskError } from '../../disks/disk-error.ts';
import type { Format } from '../../disks/new-disk.ts';
import { chainOf, type Disk, openDisk, placeAt, writtenTo } from '../../disks/open-disk.ts';
import { Failure } from '../../failure.ts';
import { isVersion } from '../../model/version.ts';
import type { Said } from '../../said.ts';
import { freeOn } from '../../volumes/space.ts';
import { type Call, FAILED, lacking, ownDiskOfCall, placeOfCall, progress } from './call.ts';

/** -c SIZE [-d FORMAT] [-a ADAPTER] */
export function createVirtualDisk(call: Call): Said {
  const { options } = call.args;
  const format = formatOf(options.get('d') ?? 'zeroedthick');
  if (!format) return lacking(call);
  const wanted: Wanted = {
    bytes: sizeOf(options.get('c') ?? ''),
    format,
    adapter: adapterOf(options.get('a')),
  };
  attempt('Failed to create virtual disk:', () => createDisk(placeOfCall(call), wanted, call.world));
  if (format !== 'eagerzeroedthick') return { stdout: `${progress('Create', 100, 100)}\n` };
  return { stdout: `Creating disk '${call.path}' and zeroing it out...\n${progress('Create')}\n` };
}

/** -X SIZE [-d eagerzeroedthick] */
export function growVirtualDisk(call: Call): Said {
  const bytes = sizeOf(call.args.options.get('X') ?? '');
  attempt('Failed to extend disk:', () => growDisk(ownDiskOfCall(call), bytes, call.world));
  return { stdout: `${progress('Grow', 100, 100)}\n` };
}

/** -i SOURCE [-d FORMAT] */
export function cloneVirtualDisk(call: Call): Said {
  const { args, cwd, world } = call;
  const source = args.options.get('i') ?? '';
  const chain = attempt('DiskLib_Check() failed for source disk', () =>
    chainOf(openDisk(placeAt(source, cwd, world), world.state.host), world),
  );
  const place = attempt('Failed to clone disk :', () => placeOfCall(call));
  const base = chain.at(-1);
  const format = formatOf(args.options.get('d') ?? ('share' in place.on ? 'thin' : 'zeroedthick'));
  if (!format || !base || base.descriptor.createType !== 'vmfs') return lacking(call);
  const told = `Destination disk format: ${CALLED[format]}\nCloning disk '${source}'...\n`;
  // The oldest there is a record of tells the progress alone.
  const head = isVersion(world.state.host.identity.version, { before: '4.1' }) ? '' : told;
  try {
    checkNew(place);
    const room = roomFor(chain, format);
    const free = freeOn(place.on, world);
    if (free < room) {
      const part = format === 'thin' ? Math.floor((100 * free) / room) : 0;
      return failed(`${head}${progress('Clone', part)}`, DISK_ERRORS.noSpace);
    }
    const bytes = chain[0]?.bytes ?? base.bytes;
    cloneDisk(
      base,
      place,
      { bytes, format, adapter: base.descriptor.ddb.get('adapterType') ?? 'lsilogic' },
      world,
    );
  } catch (error) {
    if (error instanceof DiskError)
      return failed(head, error.kind === 'full' ? DISK_ERRORS.noSpace : error.message);
    throw error;
  }
  return { stdout: `${head}${progress('Clone')}\n` };
}

const failed = (stdout: string, why: string): Said => ({
  stdout,
  stderr: `Failed to clone disk : ${why}\n`,
  exit: FAILED,
});

/** Of a thin copy what was written to all that it is of. */
const roomFor = (chain: readonly Disk[], format: Format): number =>
  format === 'thin'
    ? chain.reduce((sum, disk) => sum + (disk.format === 'thin' ? writtenTo(disk) : disk.bytes), 0)
    : (chain[0]?.bytes ?? 0);

const CALLED: Readonly<Record<Format, string>> = {
  thin: 'VMFS thin-provisioned',
  zeroedthick: 'VMFS zeroedthick',
  eagerzeroedthick: 'VMFS eagerzeroedthick',
};

/** Undefined of one that only other products have. @throws Failure of one that there is not */
function formatOf(name: string): Format | undefined {
  if (name === 'thick' || name === 'zeroedthick') return 'zeroedthick';
  if (name === 'thin' || name === 'eagerzeroedthick') return name;
  if (name === '2gbsparse' || name === 'sesparse' || /^rdmp?:/.test(name)) return undefined;
  throw new Failure(`Unknown disk format ${name}`, FAILED);
}

/** @throws Failure */
function adapterOf(name = 'lsilogic'): string {
  if (['buslogic', 'lsilogic', 'ide', 'lsisas', 'pvscsi'].includes(name)) return name;
  throw new Failure(`Unknown adapter type ${name}`, FAILED);
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  s: 512,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

/** `10G`, `1.5g`, `53687091200`: whole sectors. @throws Failure */
export function sizeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([bskmgt]?)$/i.exec(text) ?? [];
  if (number === '') throw new Failure(`Invalid size: ${text}`, FAILED);
  return Math.floor((Number(number) * (UNITS[unit.toLowerCase()] ?? 1)) / 512) * 512;
}

/** What is told of a disk that cannot be had begins with `what`. @throws Failure */
export function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof DiskError) throw new Failure(`${what} ${error.message}`, FAILED);
    throw error;
  }
}
