import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import { type Depot, type Vib, vibId } from '../model/software.ts';
import type { World } from '../world.ts';
import { type DepotFile, readDepotFile } from './depot-file.ts';
import { nothingFound, softwareError } from './error.ts';
import { compareVersions, isCalled } from './versions.ts';

type Files = Pick<World, 'files'>;

/** @throws Failure where one is not there */
export const depotsAt = (host: Host, world: Files, places: readonly string[] = []): Depot[] =>
  places.map((place) => {
    const depot = host.depots.find(({ at }) => at === place);
    if (depot) return depot;
    if (place.includes('://') && !place.startsWith('file://'))
      throw notDownloaded(place, `('${place}', '', '<urlopen error [Errno -2] Name or service not known>')`);
    const path = pathOf(place);
    const url = `zip:${path}?index.xml`;
    const found = readIn(world, path);
    if (typeof found === 'object') return found;
    const why =
      found === 'no file' ? `[Errno 2] No such file or directory: '${path}'` : 'File is not a zip file';
    throw notDownloaded(url, `('${url}', '', "Error extracting index.xml from ${path}: ${why}")`);
  });

const notDownloaded = (url: string, why: string): Failure =>
  softwareError('MetadataDownloadError', `Could not download from depot at ${url}, skipping (${why})`, [
    `        url = ${url}`,
  ]);

/** Where esxcli looks for a path that is not absolute. */
const pathOf = (place: string): string => {
  const path = place.replace(/^file:\/\//, '');
  return path.startsWith('/') ? path : `/var/log/vmware/${path}`;
};

/** In a tree that was never touched is nothing that could be installed. */
const readIn = (world: Files, path: string): DepotFile =>
  world.files.isMade ? readDepotFile(world, path) : 'no file';

/** What is to be installed from where. */
export interface Wanted {
  depot: readonly string[] | undefined;
  names: readonly string[] | undefined;
  urls: readonly string[] | undefined;
}

/** The VIBs that are meant, of depots and by themselves. @throws Failure */
export function candidates(host: Host, world: Files, { depot, names, urls }: Wanted): Vib[] {
  if (depot === undefined && urls === undefined)
    throw new Failure('Error: Must specify at least one of --depot or --viburl');
  const alone = (urls ?? []).flatMap((url) => vibsAt(host, world, url));
  const ofDepots = depotsAt(host, world, depot).flatMap(({ vibs }) => vibs);
  if (names === undefined) return [...alone, ...newest(ofDepots)];
  const named = names.flatMap((name) => {
    const found = newest(ofDepots.filter((vib) => isCalled(vib, name)));
    return found.length > 0 ? found : nothingFound(name);
  });
  return [...alone, ...named];
}

function vibsAt(host: Host, world: Files, url: string): readonly Vib[] {
  const known = host.depots.find(({ at }) => at === url);
  const found =
    known ?? (url.includes('://') && !url.startsWith('file://') ? 'no file' : readIn(world, pathOf(url)));
  if (typeof found === 'object' && found.vibs.length > 0) return found.vibs;
  const why =
    found === 'no file' ? `"[Errno 2] No such file or directory: '${url}'"` : `'Not a valid VIB archive'`;
  throw softwareError('VibDownloadError', `('${url}', '', ${why})`, [`        url = ${url}`]);
}

/** Of those of one name the last in the order of versions. */
function newest(vibs: readonly Vib[]): Vib[] {
  const byName = new Map<string, Vib>();
  for (const vib of vibs) {
    const other = byName.get(vib.name);
    if (!other || compareVersions(vib.version, other.version) > 0) byName.set(vib.name, vib);
  }
  return [...byName.values()];
}

/** With its VIBs. @throws Failure where no depot has one of that name */
export function profileIn(
  depots: readonly Depot[],
  name: string,
): { profile: Depot['profiles'][number]; vibs: Vib[] } {
  for (const { profiles, vibs } of depots) {
    const profile = profiles.find((one) => one.name === name);
    if (profile) return { profile, vibs: vibs.filter((vib) => profile.vibs.includes(vibId(vib))) };
  }
  throw softwareError('NoMatchError', `No image profile found with name '${name}'`, [
    `         id = ${name}`,
  ]);
}
