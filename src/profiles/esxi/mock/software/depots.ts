import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import { type Depot, type Vib, vibId } from '../model/software.ts';
import { nothingFound, softwareError } from './error.ts';
import { compareVersions, isCalled } from './versions.ts';

/** @throws Failure where one is not there */
export const depotsAt = (host: Host, places: readonly string[] = []): Depot[] =>
  places.map((place) => {
    const depot = host.depots.find(({ at }) => at === place);
    if (depot) return depot;
    const isZip = place.endsWith('.zip');
    const path =
      isZip && !place.startsWith('/') && !place.includes('://') ? `/var/log/vmware/${place}` : place;
    const url = isZip ? `zip:${path}?index.xml` : place;
    const why = isZip
      ? `Error extracting index.xml from ${path}: [Errno 2] No such file or directory: '${path}'`
      : '<urlopen error [Errno -2] Name or service not known>';
    const tuple = isZip ? `('${url}', '', "${why}")` : `('${url}', '', '${why}')`;
    throw softwareError(
      'MetadataDownloadError',
      `Could not download from depot at ${url}, skipping (${tuple})`,
      [`        url = ${url}`],
    );
  });

/** The VIBs that are meant, of depots and by themselves. @throws Failure */
export function candidates(
  host: Host,
  {
    depot,
    names,
    urls,
  }: {
    depot: readonly string[] | undefined;
    names: readonly string[] | undefined;
    urls: readonly string[] | undefined;
  },
): Vib[] {
  if (depot === undefined && urls === undefined)
    throw new Failure('Error: Must specify at least one of --depot or --viburl');
  const alone = (urls ?? []).flatMap((url) => {
    const found = host.depots.find(({ at }) => at === url)?.vibs;
    if (found && found.length > 0) return found;
    throw softwareError(
      'VibDownloadError',
      `('${url}', '', "[Errno 2] No such file or directory: '${url}'")`,
      [`        url = ${url}`],
    );
  });
  const ofDepots = depotsAt(host, depot).flatMap(({ vibs }) => vibs);
  if (names === undefined) return [...alone, ...newest(ofDepots)];
  const named = names.flatMap((name) => {
    const found = newest(ofDepots.filter((vib) => isCalled(vib, name)));
    return found.length > 0 ? found : nothingFound(name);
  });
  return [...alone, ...named];
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
