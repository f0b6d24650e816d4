import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { listOf, readRecords, readTable } from './read-text.ts';
import type { Seed } from './seed.ts';

type Vibs = NonNullable<Description['vibs']>;
type Level = NonNullable<Vibs[number]['acceptance']>;

const NOTHING: { fields: Readonly<Record<string, string>> } = { fields: {} };

const FIRST = { vendor: 'VMware', type: 'bootbank' };

/** Of `vendor_type_name_version`, where neither name nor version has a line below. */
function vibOf(id: string): Vibs[number] {
  const [vendor = '', type = '', name = '', ...version] = id.split('_');
  return { ...FIRST, vendor, type, name, version: version.join('_') || '1' };
}

/** What was installed is what the depot has; what was removed was there; what was skipped is in both. */
function installed({ stdout, command }: Parameters<Seed['host']>[0], version: string): Description {
  const [{ fields } = NOTHING] = readRecords(stdout);
  const list = (title: string): Vibs =>
    listOf((fields[title] ?? '').replace(/,$/, ''))
      .filter((id) => id.includes('_'))
      .map(vibOf);
  const reboot = fields['Reboot Required'] === 'true';
  const at = / (?:-d|-v) (\S+)/.exec(command)?.[1] ?? '';
  const skipped = list('VIBs Skipped');
  const added = list('VIBs Installed').map((vib) => ({
    ...vib,
    liveInstall: !reboot,
    maintenanceMode: false,
  }));
  return {
    identity: { version },
    vibs: [...list('VIBs Removed'), ...skipped],
    depots: at === '' ? [] : [{ at, vibs: [...added, ...skipped] }],
    imageProfile: { acceptance: 'CommunitySupported' },
  };
}

export const SOFTWARE_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli software vib list',
    host({ stdout }) {
      const { rows, version } = readTable(stdout);
      return {
        identity: { version: version === '8.0.2' ? '7.0.0' : version },
        vibs: rows.map((row) => ({
          name: row['Name'] ?? '',
          version: row['Version'] ?? '',
          vendor: row['Vendor'] ?? '',
          acceptance: row['Acceptance Level'] as Level,
          installed: row['Install Date'] ?? '',
        })),
      };
    },
  },
  {
    command: 'esxcli software vib get',
    host({ stdout }) {
      const [{ fields } = NOTHING] = readRecords(stdout);
      const is = (title: string): boolean => fields[title] === 'True';
      return {
        identity: { version: '6.7.0' },
        vibs: [
          {
            name: fields['Name'] ?? '',
            version: fields['Version'] ?? '',
            type: fields['Type'] ?? '',
            vendor: fields['Vendor'] ?? '',
            acceptance: fields['Acceptance Level'] as Level,
            summary: fields['Summary'] ?? '',
            description: fields['Description'] ?? '',
            urls: listOf(fields['ReferenceURLs']),
            created: fields['Creation Date'] ?? '',
            depends: listOf(fields['Depends']),
            conflicts: listOf(fields['Conflicts']),
            replaces: listOf(fields['Replaces']),
            provides: listOf(fields['Provides']),
            maintenanceMode: is('Maintenance Mode Required'),
            hardwarePlatforms: listOf(fields['Hardware Platforms Required']),
            liveInstall: is('Live Install Allowed'),
            liveRemove: is('Live Remove Allowed'),
            stateless: is('Stateless Ready'),
            overlay: is('Overlay'),
            tags: listOf(fields['Tags']),
            payloads: listOf(fields['Payloads']),
          },
        ],
      };
    },
  },
  { command: 'esxcli software vib remove', host: (published) => installed(published, '6.7.0') },
  { command: 'esxcli software vib install', host: (published) => installed(published, '5.5.0') },
  { command: 'esxcli software vib update', host: () => ({ identity: { version: '6.7.0' } }) },
  {
    command: 'esxcli software profile get',
    host({ stdout }) {
      const [{ fields } = NOTHING] = readRecords(stdout);
      return {
        imageProfile: {
          name: fields['Name'] ?? '',
          vendor: fields['Vendor'] ?? '',
          created: fields['Creation Time'] ?? '',
          modified: fields['Modification Time'] ?? '',
          stateless: fields['Stateless Ready'] === 'True',
          description: fields['Description'] ?? '',
        },
      };
    },
  },
  {
    command: 'esxcli software sources profile list',
    host({ stdout, command }) {
      const profiles = readTable(stdout).rows.map((row) => ({
        name: row['Name'] ?? '',
        vendor: row['Vendor'] ?? '',
        acceptance: row['Acceptance Level'] as Level,
        created: row['Creation Time'] ?? '',
        modified: row['Modification Time'] ?? '',
        vibs: [],
      }));
      const at = / -d (\S+)/.exec(command)?.[1] ?? '';
      return { identity: { version: '6.0.0' }, depots: [{ at, profiles }] };
    },
  },
];
