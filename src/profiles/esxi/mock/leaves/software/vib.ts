import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str, strs } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';
import { type Vib, vibId } from '../../model/software.ts';
import { candidates } from '../../software/depots.ts';
import { nothingFound } from '../../software/error.ts';
import { install, type Installed, remove } from '../../software/install.ts';
import { isCalled } from '../../software/versions.ts';

const boolText = (is: boolean): string => (is ? 'True' : 'False');

/** Both verbs take the same. */
export const FROM = {
  depot: strs('-d|--depot', 'Depots: URLs, or paths of zip files.'),
  dryRun: flag('--dry-run', 'Nothing changes; it is told what would.'),
  force: flag('-f|--force', 'Whatever it breaks.'),
  maintenanceMode: flag('--maintenance-mode', 'It is taken that the host is in it.'),
  noLive: flag('--no-live-install', 'From the next start on, even where it could be at once.'),
  noSignature: flag('--no-sig-check', 'Whatever is not signed.'),
  proxy: str('--proxy', 'HOST:PORT of a proxy for HTTP.'),
  names: strs('-n|--vibname', 'VIBs of the depots: name, name:version, vendor:name and so on.'),
  urls: strs('-v|--viburl', 'VIBs: URLs, or paths of files.'),
} as const;

/** What became of it. */
export const RESULT = record<Installed>(
  'InstallationResult',
  {
    Message: ({ message }) => message,
    'Reboot Required': { value: ({ reboot }) => reboot, before: '8.0' },
    'VIBs Installed': ({ installed }) => installed,
    'VIBs Removed': ({ removed }) => removed,
    'VIBs Skipped': ({ skipped }) => skipped,
    'Reboot Required ': { title: 'Reboot Required', value: ({ reboot }) => reboot, since: '8.0' },
    'DPU Results': { value: () => '', since: '8.0' },
  },
  ({ kind }) => `${kind} Result`,
);

export const VIB_LEAVES = [
  leaf({
    path: 'software vib list',
    about: 'Lists the VIBs that are installed.',
    options: { rebooting: flag('--rebooting-image', 'Those of the next start.') },
    read: ({ vibs }) => vibs,
    prints: table<Vib>('VIBExt', {
      Name: ({ name }) => name,
      Version: ({ version }) => version,
      Vendor: ({ vendor }) => vendor,
      'Acceptance Level': ({ acceptance }) => acceptance,
      'Install Date': ({ installed }) => installed,
      Platforms: { value: ({ platforms }) => platforms, since: '8.0' },
    }),
  }),
  leaf({
    path: 'software vib get',
    about: 'Tells all of VIBs that are installed.',
    options: {
      rebooting: flag('--rebooting-image', 'Those of the next start.'),
      names: strs('-n|--vibname', 'Only these: name, name:version, vendor:name and so on.'),
    },
    read({ vibs }, { names }) {
      if (names === undefined) return vibs;
      return names.flatMap((name) => {
        const found = vibs.filter((vib) => isCalled(vib, name));
        return found.length > 0 ? found : nothingFound(name);
      });
    },
    prints: records<Vib>('VIBInfo', vibId, {
      Name: ({ name }) => name,
      Version: ({ version }) => version,
      Type: ({ type }) => type,
      Vendor: ({ vendor }) => vendor,
      'Acceptance Level': ({ acceptance }) => acceptance,
      Summary: ({ summary }) => summary,
      Description: ({ description }) => description,
      ReferenceURLs: ({ urls }) => urls,
      'Creation Date': ({ created }) => created,
      Depends: ({ depends }) => depends,
      Conflicts: ({ conflicts }) => conflicts,
      Replaces: ({ replaces }) => replaces,
      Provides: ({ provides }) => provides,
      'Maintenance Mode Required': ({ maintenanceMode }) => boolText(maintenanceMode),
      'Hardware Platforms Required': ({ hardwarePlatforms }) => hardwarePlatforms,
      'Live Install Allowed': ({ liveInstall }) => boolText(liveInstall),
      'Live Remove Allowed': ({ liveRemove }) => boolText(liveRemove),
      'Stateless Ready': ({ stateless }) => boolText(stateless),
      Overlay: ({ overlay }) => boolText(overlay),
      Tags: ({ tags }) => tags,
      Payloads: ({ payloads }) => payloads,
      Platforms: { value: ({ platforms }) => platforms, since: '8.0' },
    }),
  }),
  ...(['install', 'update'] as const).map((verb) =>
    leaf({
      path: `software vib ${verb}`,
      about: verb === 'install' ? 'Installs VIBs.' : 'Installs VIBs that are newer than those there.',
      options: FROM,
      change(host, given, world) {
        const found = candidates(host, world, given);
        const vibs =
          verb === 'update' ? found.filter((vib) => host.vibs.some(({ name }) => name === vib.name)) : found;
        return install(host, vibs, { ...given, isUpdate: verb === 'update', now: world.now() });
      },
      prints: RESULT,
    }),
  ),
  leaf({
    path: 'software vib remove',
    about: 'Removes VIBs from the host.',
    options: {
      dryRun: FROM.dryRun,
      force: FROM.force,
      maintenanceMode: FROM.maintenanceMode,
      noLive: FROM.noLive,
      names: required(FROM.names),
    },
    change(host, { names, ...given }) {
      const vibs = names.flatMap((name) => {
        const found = host.vibs.filter((vib) => isCalled(vib, name));
        return found.length > 0 ? found : nothingFound(name);
      });
      return remove(host, vibs, given);
    },
    prints: RESULT,
  }),
  leaf({
    path: 'software vib signature verify',
    about: 'Tells whether the signatures of VIBs are right.',
    options: { rebooting: flag('--rebooting-image', 'Those of the next start.') },
    read: ({ vibs }) => vibs,
    prints: table<Vib>('VIBSignature', {
      Name: ({ name }) => name,
      Version: ({ version }) => version,
      Vendor: ({ vendor }) => vendor,
      'Acceptance Level': ({ acceptance }) => acceptance,
      'Signature Verification': ({ acceptance }) =>
        acceptance === 'CommunitySupported' ? 'Not Verified: no signature' : 'Succeeded',
    }),
  }),
  leaf({
    path: 'software component list',
    about: 'Lists the components that are installed.',
    read: ({ vibs }) => vibs,
    prints: table<Vib>('Component', {
      Name: ({ name }) => name,
      'Display Name': ({ summary }) => summary,
      Version: ({ version }) => version,
      'Display Version': ({ version }) => version.split('-')[0] ?? version,
      Vendor: ({ vendor }) => vendor,
      'Creation Date': ({ created }) => created,
      'Acceptance Level': ({ acceptance }) => acceptance,
    }),
  }),
  leaf({
    path: 'software baseimage get',
    about: 'Tells the base image of the host.',
    read: ({ identity, imageProfile }) => ({ identity, imageProfile }),
    prints: record<Pick<Host, 'identity' | 'imageProfile'>>('BaseImage', {
      'Name Of Base Image': () => 'ESXi',
      Version: ({ identity }) => `${identity.version}-0.0.${identity.build}`,
      'Display Name': () => 'ESXi',
      'Display Version': ({ identity }) =>
        `${identity.version.split('.').slice(0, 2).join('.')} ${identity.update === 0 ? 'GA' : `Update ${identity.update}`}`,
      Vendor: ({ imageProfile }) => imageProfile.vendor,
      'Creation Date': ({ imageProfile }) => imageProfile.created,
    }),
  }),
];
