import { listOf, readRecords, readTable } from './read-text.ts';
import type { Seed } from './seed.ts';

/** 2026-01-02T03:04:05Z, when mock hosts of tests are asked. */
const STOPPED_AT = 1_767_323_045_000;

const services = (running: readonly string[]) =>
  ['hostd', 'vpxa', 'TSM-SSH'].map((name) => ({ name, running: running.includes(name) }));

export const SYSTEM_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli system version get',
    host({ stdout }) {
      const fields = readRecords(stdout)[0]?.fields ?? {};
      return {
        identity: {
          product: fields['Product'],
          version: fields['Version'],
          build: Number(/\d+$/.exec(fields['Build'] ?? '')?.[0]),
          update: Number(fields['Update'] ?? 0),
          patch: Number(fields['Patch'] ?? 0),
        },
      };
    },
  },
  {
    command: 'esxcli system settings advanced list',
    host({ stdout }) {
      const advanced = readRecords(stdout).map(({ fields }) => {
        const isNumber = fields['Type'] === 'integer';
        const value = fields[isNumber ? 'Int Value' : 'String Value'] ?? '';
        const first = fields[isNumber ? 'Default Int Value' : 'Default String Value'] ?? '';
        return {
          path: fields['Path'] ?? '',
          value: isNumber ? Number(value) : value,
          default: isNumber ? Number(first) : first,
          min: Number(fields['Min Value']),
          max: Number(fields['Max Value']),
          validCharacters: fields['Valid Characters'] ?? '',
          description: fields['Description'] ?? '',
        };
      });
      return { identity: { version: '6.0.0' }, advanced };
    },
  },
  {
    command: 'esxcli system settings kernel list',
    host({ stdout }) {
      const { rows, titles, version } = readTable(stdout);
      const kernel = rows.map((row) => ({
        name: row['Name'] ?? '',
        type: row['Type'] ?? '',
        description: row['Description'] ?? '',
        configured: row['Configured'] ?? '',
        runtime: row['Runtime'] ?? '',
        default: row['Default'] ?? '',
      }));
      return { identity: { version: titles.at(-1) === 'Default' ? '6.7.0' : version }, kernel };
    },
  },
  {
    command: 'esxcli system ntp get',
    host({ stdout }) {
      const fields = readRecords(stdout)[0]?.fields ?? {};
      return {
        ntp: {
          enabled: fields['Enabled'] === 'true',
          logLevel: fields['Loglevel'] ?? '',
          servers: listOf(fields['Servers']),
        },
      };
    },
  },
  {
    command: 'esxcli network',
    host: ({ command }) => (command === 'esxcli network' ? { services: services([]) } : {}),
  },
  { command: '/etc/init.d/SSH restart', host: () => ({ identity: { version: '9.0.0' } }) },
  { command: '/etc/init.d/SSH stop', host: () => ({ identity: { version: '9.0.0' } }) },
  {
    command: '/etc/init.d/SSH status',
    host: ({ stdout }) => ({ services: services(stdout.includes('stopped') ? [] : ['TSM-SSH']) }),
  },
  { command: '/etc/init.d/hostd restart', host: () => ({}) },
  { command: '/etc/init.d/vpxa restart', host: () => ({}) },
  {
    command: 'uptime',
    host({ stdout }) {
      const [, now = '', days = '0', up = '', load = ''] =
        /^ (\S+) up (?:(\d+) days, )?([\d:]+), load average: (.*)\n/.exec(stdout) ?? [];
      const seconds = (text: string): number =>
        text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
      const time = Date.parse(`2026-01-02T${now}Z`);
      const booted = new Date(time - 1000 * (86_400 * Number(days) + seconds(up)));
      return {
        identity: { booted: booted.toISOString() },
        system: { clockOffset: time - STOPPED_AT, load: load.split(', ').map(Number) },
      };
    },
  },
  { command: 'reboot', host: () => ({}) },
  {
    command: 'vmkload_mod -s',
    host: ({ stdout }) => ({
      identity: { version: '5.5.0' },
      modules: [moduleOf(stdout, 4)],
    }),
  },
  { command: 'esxcfg-module -i', host: ({ stdout }) => ({ modules: [moduleOf(stdout, 3)] }) },
  {
    command: 'vsish -e get /power/policy/3',
    host: () => ({}),
  },
  { command: 'vsish -e get /power/hardwareSupport', host: () => ({}) },
  {
    command: 'vsish -e get /memory/memInfo',
    host({ stdout }) {
      const number = (name: string): number =>
        Number(new RegExp(`^ {3}${name}:(\\d+)$`, 'm').exec(stdout)?.[1]);
      return {
        hardware: {
          memory: {
            bytes: 4096 * (number('Last valid MPN') + 1),
            numaNodes: number('Number of NUMA nodes'),
            nodes: number('Number of memory nodes'),
            systemPages: number('System memory usage \\(pages\\)'),
          },
        },
      };
    },
  },
  {
    command: 'ethtool -i',
    host({ stdout, command }) {
      const field = (name: string): string => new RegExp(`^ ?${name}: (.*)$`, 'm').exec(stdout)?.[1] ?? '';
      const nic = {
        name: command.split(' ').at(-1) ?? '',
        driver: field('driver'),
        driverVersion: field('version'),
      };
      return { nics: [{ ...nic, firmware: field('firmware-version'), pci: field('bus-info') }] };
    },
  },
];

/** What a module says of itself; descriptions are `indent` blanks in. */
function moduleOf(text: string, indent: number) {
  const field = (name: string): string => new RegExp(`^ ${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  const [, spaces = '', listed = ''] =
    /Required name-spaces:\n((?: {2}.*\n)*) Parameters:\n([\s\S]*)$/.exec(text) ?? [];
  const file = field('input file');
  return {
    name: file.slice(file.lastIndexOf('/') + 1),
    file,
    version: field('Version'),
    license: field('License'),
    requires: spaces
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.trim()),
    parameters: Array.from(
      listed.matchAll(new RegExp(`^ {2}(\\S+): (.*)\\n {${indent}}(.*)$`, 'gm')),
      ([, name = '', type = '', description = '']) => ({ name, type, value: '', description }),
    ),
  };
}
