import { type Descriptor, geometryOf } from './descriptor.ts';

/** How the blocks of a disk are got: all at once, all at once and zeroed, or when they are written. */
export type Format = 'zeroedthick' | 'eagerzeroedthick' | 'thin';

/** What a disk is made as. */
export interface NewDisk {
  /** Its descriptor, without a folder: it ends in `.vmdk`. */
  name: string;
  bytes: number;
  format: Format;
  adapter: string;
  /** Hexadecimal digits that are its alone: 32. */
  id: string;
  /** Of the virtual hardware. */
  hardware: string;
}

/** The file beside the descriptor that the data is in. */
export const flatNameOf = (name: string): string => name.replace(/\.vmdk$/, '-flat.vmdk');

export function newDescriptor({ name, bytes, format, adapter, id, hardware }: NewDisk): Descriptor {
  const cid = 'fffffffe';
  const { cylinders, heads, sectors } = geometryOf(bytes, adapter);
  // LSI SAS and PVSCSI are told as LSI Logic: the descriptor has no words for them.
  const ddb = new Map([
    ['adapterType', adapter === 'lsisas' || adapter === 'pvscsi' ? 'lsilogic' : adapter],
    ['geometry.cylinders', String(cylinders)],
    ['geometry.heads', String(heads)],
    ['geometry.sectors', String(sectors)],
    ['longContentID', `${id.slice(0, 24)}${cid}`],
    ['uuid', diskUuidOf(id)],
    ['virtualHWVersion', hardware],
  ]);
  if (format === 'thin') ddb.set('thinProvisioned', '1');
  return {
    cid,
    parentCid: 'ffffffff',
    createType: 'vmfs',
    parentHint: undefined,
    extents: [{ access: 'RW', sectors: bytes / 512, type: 'VMFS', file: flatNameOf(name) }],
    ddb,
  };
}

/** Such as `60 00 C2 9f 9a …-13 55 …`: the first three bytes are VMware's. */
function diskUuidOf(id: string): string {
  const bytes = `6000C29${id}`.slice(0, 32).match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}

/** The file that a snapshot's data is in. */
export const deltaNameOf = (name: string): string => name.replace(/\.vmdk$/, '-sesparse.vmdk');

/** A disk that has what was written since, and the rest from `parent`. */
export function deltaDescriptor({
  name,
  bytes,
  id,
  parent,
}: Pick<NewDisk, 'name' | 'bytes' | 'id'> & { parent: string }): Descriptor {
  return {
    cid: 'fffffffe',
    parentCid: 'fffffffe',
    createType: 'seSparse',
    parentHint: parent,
    extents: [{ access: 'RW', sectors: bytes / 512, type: 'SESPARSE', file: deltaNameOf(name) }],
    ddb: new Map([['longContentID', `${id.slice(0, 24)}fffffffe`]]),
  };
}
