import { escaped, unescaped } from '../vms/vmx.ts';

/** What the file that describes a virtual disk says. */
export interface Descriptor {
  cid: string;
  parentCid: string;
  /** vmfs, vmfsSparse, seSparse, vmfsRawDeviceMap, vmfsPassthroughRawDeviceMap … */
  createType: string;
  /** Of the disk that it is a snapshot of. */
  parentHint: string | undefined;
  extents: readonly Extent[];
  /** The disk data base, as `adapterType` and its value; whatever else it has stays. */
  ddb: ReadonlyMap<string, string>;
}

/** A file that the disk is in, or a part of it. */
export interface Extent {
  access: string;
  /** Of 512 bytes. */
  sectors: number;
  /** VMFS, VMFSSPARSE, SESPARSE, VMFSRDM, FLAT, SPARSE. */
  type: string;
  file: string;
}

/** Undefined of what is no descriptor. */
export function readDescriptor(text: string): Descriptor | undefined {
  if (!/^# *Disk DescriptorFile/i.test(text)) return undefined;
  const valueOf = (key: string): string | undefined =>
    new RegExp(`^${key} *= *"?([^"\n]*)"?`, 'm').exec(text)?.[1]?.trim();
  const extents = Array.from(
    text.matchAll(/^(RW|RDONLY|NOACCESS) +(\d+) +(\w+) +"(.*)"/gm),
    ([, access = '', sectors, type = '', file = '']) => ({
      access,
      sectors: Number(sectors),
      type,
      file: unescaped(file),
    }),
  );
  const ddb = new Map(
    Array.from(text.matchAll(/^ddb\.(\S+) *= *"(.*)"/gm), ([, key = '', value = '']) => [key, value]),
  );
  const hint = valueOf('parentFileNameHint');
  return {
    cid: valueOf('CID') ?? 'fffffffe',
    parentCid: valueOf('parentCID') ?? 'ffffffff',
    createType: valueOf('createType') ?? 'vmfs',
    parentHint: hint === undefined ? undefined : unescaped(hint),
    extents,
    ddb,
  };
}

/** As hosts write it. */
export function descriptorText({ cid, parentCid, createType, parentHint, extents, ddb }: Descriptor): string {
  const lines = [
    '# Disk DescriptorFile',
    'version=1',
    'encoding="UTF-8"',
    `CID=${cid}`,
    `parentCID=${parentCid}`,
    ...(parentHint === undefined ? ['isNativeSnapshot="no"'] : []),
    `createType="${createType}"`,
    ...(parentHint === undefined ? [] : [`parentFileNameHint="${escaped(parentHint)}"`]),
    '',
    '# Extent description',
    ...extents.map(({ access, sectors, type, file }) => `${access} ${sectors} ${type} "${escaped(file)}"`),
    '',
    '# The Disk Data Base ',
    '#DDB',
    '',
    ...[...ddb].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `ddb.${key} = "${value}"`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Cylinders, heads and sectors that a disk pretends to have. */
export interface Geometry {
  cylinders: number;
  heads: number;
  sectors: number;
}

/** As hosts choose them: of disks from 1 GiB on as large as the BIOS takes. */
export function geometryOf(bytes: number, adapter: string): Geometry {
  const [heads, sectors] = adapter === 'ide' ? [16, 63] : bytes < 2 ** 30 ? [64, 32] : [255, 63];
  return { cylinders: Math.floor(bytes / 512 / heads / sectors), heads, sectors };
}

export const sizeOf = ({ extents }: Pick<Descriptor, 'extents'>): number =>
  extents.reduce((sum, { sectors }) => sum + sectors * 512, 0);

export const isThin = ({ ddb }: Pick<Descriptor, 'ddb'>): boolean => ddb.get('thinProvisioned') === '1';
