import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

const keyword = str('-k|--keyword', 'Of the configuration, in whatever case.');

export const SSH_LEAVES = [
  ...(['server', 'client'] as const).flatMap((side) => [
    leaf({
      path: `system ssh ${side} config list`,
      about: `Lists the configuration of ${side === 'server' ? 'sshd' : 'ssh'}.`,
      options: { keyword },
      read(host, given) {
        const config = configOf(host, side);
        const all = Object.entries(config).toSorted(([a], [b]) => (a < b ? -1 : 1));
        if (given.keyword === undefined) return all;
        const wanted = given.keyword.toLowerCase();
        return all.filter(([key]) => key === wanted);
      },
      prints: table<readonly [string, string]>('Config', {
        Keyword: ([key]) => key,
        Value: ([, value]) => value,
      }),
    }),
    leaf({
      path: `system ssh ${side} config set`,
      about: `Sets the configuration of ${side === 'server' ? 'sshd' : 'ssh'}.`,
      options: {
        keyword: required(keyword),
        reset: flag('-r|--reset', 'To what it is at first.'),
        value: str('-v|--value', 'What it is set to.'),
      },
      change(host, { keyword: name, value, reset }) {
        const config = configOf(host, side);
        const key = name.toLowerCase();
        if (config[key] === undefined && !KNOWN.has(key)) throw new Failure(`Invalid keyword: ${name}`);
        if (reset) delete config[key];
        else if (value === undefined) throw new Failure('Must specify one of --value or --reset');
        else if (config[key] !== undefined && YES_NO.has(config[key]) && !YES_NO.has(value.toLowerCase()))
          throw new Failure(`Invalid value for ${name}: ${value}`);
        else config[key] = value;
        if (side === 'server' && key === 'fipsmode' && value !== undefined)
          host.security.fips140Ssh = value === 'yes';
      },
    }),
  ]),
];

const configOf = (host: Host, side: 'server' | 'client'): Record<string, string> =>
  side === 'server' ? host.ssh : host.system.sshClient;

/** What may be set and is not there at first. */
const KNOWN = new Set([
  'kexalgorithms',
  'hostkeyalgorithms',
  'macs',
  'maxauthtries',
  'maxsessions',
  'maxstartups',
  'logingracetime',
  'tcpkeepalive',
  'listenaddress',
  'hostbasedacceptedalgorithms',
  'pubkeyacceptedalgorithms',
  'rekeylimit',
  'usepam',
]);

/** More words than these two are to some keywords, and not to be told from here. */
const YES_NO = new Set([
  'yes',
  'no',
  'local',
  'remote',
  'all',
  'delayed',
  'clientspecified',
  'prohibit-password',
]);
