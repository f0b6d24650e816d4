import { Failure } from '../failure.ts';
import type { Host } from './host.ts';
import { type AdvancedSetting, newAdvancedSetting } from './settings.ts';

/** All advanced settings: those that are only that, and those that other commands have words of their own for. */
export const advancedOf = (host: Host): readonly AdvancedSetting[] => [
  ...host.advanced,
  ...LINKED.map((one) => linkedSetting(one, host)),
];

/** By its path, in whatever case; undefined where there is none. */
export function advancedAt(host: Host, path: string): AdvancedSetting | undefined {
  const wanted = path.toLowerCase();
  const linked = LINKED.find((one) => one.path.toLowerCase() === wanted);
  return linked
    ? linkedSetting(linked, host)
    : host.advanced.find((one) => one.path.toLowerCase() === wanted);
}

/** @throws Failure where the value is none that it can have */
export function setAdvanced(host: Host, setting: AdvancedSetting, value: string | number): void {
  const { min, max, path } = setting;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (typeof value !== typeof setting.value)
    throw new Failure(
      `Invalid value for ${name}: it is ${typeof setting.value === 'number' ? 'an integer' : 'a string'}`,
    );
  if (typeof value === 'number' && (value < min || value > max))
    throw new Failure(`Invalid value for ${name}: ${value} is not between ${min} and ${max}`);
  const linked = LINKED.find((one) => one.path === path);
  if (linked) linked.set(host, value);
  else setting.value = value;
}

/** Of a description: a setting that is kept elsewhere goes there, and is not kept twice. */
export function keepLinked(host: Host): Host {
  const isLinked = ({ path }: AdvancedSetting): boolean => LINKED.some((one) => one.path === path);
  for (const { path, value } of host.advanced) LINKED.find((one) => one.path === path)?.set(host, value);
  host.advanced = host.advanced.filter((one) => !isLinked(one));
  return host;
}

/** A setting that is kept elsewhere in the host. */
interface Linked {
  path: string;
  default: string | number;
  max?: number;
  description: string;
  get(host: Host): string | number;
  set(host: Host, value: string | number): void;
}

const linkedSetting = (linked: Linked, host: Host): AdvancedSetting =>
  newAdvancedSetting({
    path: linked.path,
    value: linked.get(host),
    default: linked.default,
    description: linked.description,
    ...(linked.max !== undefined && { max: linked.max }),
  });

export const POWER_POLICIES = [
  { id: 1, short: 'static', long: 'High Performance', about: 'Do not use any power management features' },
  {
    id: 2,
    short: 'dynamic',
    long: 'Balanced',
    about: 'Reduce energy consumption with minimal performance compromise',
  },
  {
    id: 3,
    short: 'low',
    long: 'Low Power',
    about: 'Reduce energy consumption at the risk of lower performance',
  },
  { id: 4, short: 'custom', long: 'Custom', about: 'User-defined power management policy' },
] as const;

const LINKED: readonly Linked[] = [
  {
    path: '/Annotations/WelcomeMessage',
    default: '',
    description: 'What the console of the host welcomes with',
    get: ({ identity }) => identity.welcome,
    set({ identity }, value) {
      identity.welcome = String(value);
    },
  },
  {
    path: '/Power/CpuPolicy',
    default: 'Balanced',
    description: 'How the processors save power',
    get: ({ system }) => POWER_POLICIES.find(({ id }) => id === system.powerPolicy)?.long ?? 'Custom',
    set({ system }, value) {
      const policy = POWER_POLICIES.find(({ long }) => long === value);
      if (!policy) throw new Failure(`Invalid value for CpuPolicy: ${value}`);
      system.powerPolicy = policy.id;
    },
  },
  {
    path: '/Syslog/global/defaultRotate',
    default: 8,
    max: 100,
    description: 'Logs that are kept before the one that is written',
    get: ({ syslog }) => syslog.rotations,
    set({ syslog }, value) {
      syslog.rotations = Number(value);
    },
  },
  {
    path: '/Syslog/global/defaultSize',
    default: 1024,
    max: 10_240,
    description: 'Size of a log, in KiB',
    get: ({ syslog }) => syslog.rotationKB,
    set({ syslog }, value) {
      syslog.rotationKB = Number(value);
    },
  },
  {
    path: '/Syslog/global/logDir',
    default: '[] /scratch/log',
    description: 'Where logs are',
    get: ({ syslog }) => `[] ${syslog.outputDir}`,
    set({ syslog }, value) {
      const [, volume = '', path = ''] = /^(?:\[([^\]]*)\] *)?(.*)$/.exec(String(value)) ?? [];
      syslog.outputDir = volume === '' ? path : `/vmfs/volumes/${volume}/${path}`;
    },
  },
  {
    path: '/Syslog/global/logDirUnique',
    default: 0,
    max: 1,
    description: 'Whether logs are in a folder named by the host',
    get: ({ syslog }) => Number(syslog.uniqueSubdir),
    set({ syslog }, value) {
      syslog.uniqueSubdir = value === 1;
    },
  },
  {
    path: '/Syslog/global/logHost',
    default: '',
    description: 'Hosts that logs are sent to',
    get: ({ syslog }) => syslog.remoteHosts.join(','),
    set({ syslog }, value) {
      syslog.remoteHosts = String(value)
        .split(',')
        .filter((one) => one !== '');
    },
  },
];
