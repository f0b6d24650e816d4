import { closeSync, openSync, fstatSync } from 'node:fs';
import { type Depot, type Vib, vibId } from '../model/software.ts';
import type { World } from '../world.ts';
import { descriptorIn, LEVELS, textIn, vibOfDescriptor } from './descriptor.ts';
import { fileSource, type Source, Zip } from './zip.ts';

/** What is in a file of the host: `no file`, or neither a depot nor a VIB; else what is to be installed from it. */
export type DepotFile = Depot | 'no file' | 'no depot';

/** A VIB, or an offline depot: a zip archive with metadata of VIBs and image profiles. */
export function readDepotFile({ files }: Pick<World, 'files'>, path: string): DepotFile {
  let fd: number;
  try {
    fd = openSync(files.onDisk(path), 'r');
  } catch {
    return 'no file';
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return 'no file';
    return depotIn(path, fileSource(fd, stat.size)) ?? 'no depot';
  } finally {
    closeSync(fd);
  }
}

function depotIn(at: string, source: Source): Depot | undefined {
  const descriptor = descriptorIn(source);
  const vib = descriptor === undefined ? undefined : vibOfDescriptor(descriptor);
  if (vib) return { at, vibs: [vib], profiles: [] };
  const zip = Zip.open(source);
  if (!zip?.names.includes('index.xml')) return undefined;
  const metadata = zip.names.flatMap((name) => {
    const inner = /metadata[^/]*\.zip$/.test(name) ? zip.openWithin(name) : undefined;
    return inner ? [inner] : [];
  });
  const xmlIn = (folder: string): string[] =>
    metadata.flatMap((inner) =>
      inner.names
        .filter((name) => name.startsWith(folder) && name.endsWith('.xml'))
        .map((name) => inner.read(name)?.toString('utf8') ?? ''),
    );
  const vibs = xmlIn('vibs/').flatMap((xml) => vibOfDescriptor(xml) ?? []);
  return { at, vibs, profiles: xmlIn('profiles/').map((xml) => profileOf(xml, vibs)) };
}

function profileOf(xml: string, vibs: readonly Vib[]): Depot['profiles'][number] {
  const listed = new Set(
    Array.from(xml.matchAll(/<vib>\s*<vib-id>([^<]*)<\/vib-id>/g), ([, id = '']) => id.trim()),
  );
  const level =
    textIn(xml, 'acceptancelevel') || textIn(xml, 'acceptanceLevel') || textIn(xml, 'acceptance-level');
  return {
    name: textIn(xml, 'name'),
    vendor: textIn(xml, 'creator'),
    created: textIn(xml, 'creationtime').slice(0, 19),
    modified: textIn(xml, 'modifiedtime').slice(0, 19),
    acceptance: LEVELS[level] ?? 'PartnerSupported',
    vibs: vibs.map(vibId).filter((id) => listed.has(id)),
  };
}
