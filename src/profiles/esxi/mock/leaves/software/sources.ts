import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';
import { type Depot, type Vib, vibId } from '../../model/software.ts';
import { candidates, depotsAt, profileIn } from '../../software/depots.ts';
import { compareVersions } from '../../software/versions.ts';
import type { World } from '../../world.ts';
import { FROM } from './vib.ts';

type Profile = Depot['profiles'][number];

const depot = required(FROM.depot);

export const SOURCES_LEAVES = [
  leaf({
    path: 'software sources profile list',
    about: 'Lists the image profiles of depots.',
    options: { depot, proxy: FROM.proxy },
    read: (host, given, world) => depotsAt(host, world, given.depot).flatMap(({ profiles }) => profiles),
    prints: table<Profile>('ImageProfile', {
      Name: ({ name }) => name,
      Vendor: ({ vendor }) => vendor,
      'Acceptance Level': ({ acceptance }) => acceptance,
      'Creation Time': { value: ({ created }) => created, since: '6.5' },
      'Modification Time': { value: ({ modified }) => modified, since: '6.5' },
    }),
  }),
  leaf({
    path: 'software sources profile get',
    about: 'Tells all of an image profile of a depot.',
    options: { depot, profile: required(str('-p|--profile', 'Its name.')), proxy: FROM.proxy },
    read: (host, given, world) => profileIn(depotsAt(host, world, given.depot), given.profile),
    prints: record<{ profile: Profile; vibs: Vib[] }>(
      'ImageProfile',
      {
        Name: ({ profile }) => profile.name,
        Vendor: ({ profile }) => profile.vendor,
        'Creation Time': ({ profile }) => profile.created,
        'Modification Time': ({ profile }) => profile.modified,
        'Stateless Ready': () => 'True',
        Description: () => '',
        VIBs: ({ vibs }) => vibs.map(({ name, version }) => `${name} ${version}`),
      },
      ({ profile }) => profile.name,
    ),
  }),
  leaf({
    path: 'software sources vib list',
    about: 'Lists the VIBs of depots.',
    options: { depot: FROM.depot, proxy: FROM.proxy, urls: FROM.urls },
    read: (host, given, world) =>
      listed(host, world, given).map((vib) => ({ vib, status: statusOf(host, vib) })),
    prints: table<{ vib: Vib; status: string }>('VIB', {
      Name: ({ vib }) => vib.name,
      Version: ({ vib }) => vib.version,
      Vendor: ({ vib }) => vib.vendor,
      'Creation Date': ({ vib }) => vib.created,
      'Acceptance Level': ({ vib }) => vib.acceptance,
      Status: ({ status }) => status,
    }),
  }),
  leaf({
    path: 'software sources vib get',
    about: 'Tells all of VIBs of depots.',
    options: { depot: FROM.depot, names: FROM.names, proxy: FROM.proxy, urls: FROM.urls },
    read: (host, given, world) => candidates(host, world, given),
    prints: records<Vib>('VIB', vibId, {
      Name: ({ name }) => name,
      Version: ({ version }) => version,
      Type: ({ type }) => type,
      Vendor: ({ vendor }) => vendor,
      'Acceptance Level': ({ acceptance }) => acceptance,
      Summary: ({ summary }) => summary,
      Description: ({ description }) => description,
      'Creation Date': ({ created }) => created,
      Depends: ({ depends }) => depends,
      Conflicts: ({ conflicts }) => conflicts,
      Replaces: ({ replaces }) => replaces,
      Provides: ({ provides }) => provides,
      Payloads: ({ payloads }) => payloads,
    }),
  }),
];

type From = { depot: readonly string[] | undefined; urls: readonly string[] | undefined };

/** Of a depot all, the older ones too. */
const listed = (host: Host, world: World, given: From): Vib[] => [
  ...depotsAt(host, world, given.depot).flatMap(({ vibs }) => vibs),
  ...(given.urls === undefined && given.depot !== undefined
    ? []
    : candidates(host, world, { ...given, depot: undefined, names: undefined })),
];

function statusOf({ vibs }: Host, vib: Vib): string {
  const there = vibs.find(({ name }) => name === vib.name);
  if (!there) return 'New';
  const order = compareVersions(vib.version, there.version);
  return order === 0 ? 'Installed' : order > 0 ? 'Update' : 'Downgrade';
}
