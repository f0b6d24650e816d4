import { Failure } from '../failure.ts';
import { type Firewall, filteredPortsOf } from '../model/dvfilter.ts';
import type { Host } from '../model/host.ts';
import type { Said } from '../said.ts';
import type { World } from '../world.ts';
import { readToolArgs } from './options.ts';
import type { Called, Tool } from './tool.ts';

/** The agent of distributed firewalls: only its filters have rules. */
const AGENT = 'vmware-sfw';

const vsipioctl = (name: string): Tool => ({
  name,
  about: 'Tells of filters of ports, and their rules.',
  run: (called, world) => run(name, called, world),
});

export const VSIPIOCTL = vsipioctl('vsipioctl');
/** Its name on hosts since 9.0. */
export const VDS_VSIPIOCTL = vsipioctl('vds-vsipioctl');

function run(name: string, { args: [command = '', ...args] }: Called, { state: { host } }: World): Said {
  if (command === '' || command === '-h' || command === '--help') return { stdout: usage(name) };
  const verb = VERBS[command];
  if (!verb) {
    const notImplemented = `${name} ${command}`;
    return { stdout: `Unknown command ${command}\n${usage(name)}`, exit: 1, notImplemented };
  }
  const { options } = readToolArgs(args, OPTIONS, name);
  return { stdout: verb(host, options) };
}

type Verb = (host: Host, options: ReadonlyMap<string, string>) => string;

const OPTIONS = [
  ['f', 'filter', 'value'],
  ['s', 'stats', 'flag'],
] as const;

const rules: Verb = (host, options) => {
  const firewall = firewallOf(host, options.get('f'));
  return options.has('s') ? firewall.rules.map(statsLine).join('') : rulesetOf(firewall);
};

const VERBS: Readonly<Record<string, Verb>> = {
  getfilters: (host) =>
    filteredPortsOf(host)
      .flatMap(({ vcUuid, filters }) =>
        filters
          .filter(({ agent }) => agent === AGENT)
          .map(({ name }) => {
            const index = /-eth(\d+)-/.exec(name)?.[1] ?? '0';
            return [
              ['Filter Name', name],
              ['VM UUID', vcUuid],
              ['VNIC Index', index],
              ['Service Profile', '--NOT SET--'],
            ];
          }),
      )
      .map((lines) => `\n${lines.map(([key = '', value]) => `${key.padEnd(41)}: ${value}\n`).join('')}`)
      .join(''),
  getrules: rules,
  getfwrules: rules,
  getaddrsets: (host, options) =>
    firewallOf(host, options.get('f'))
      .addrsets.map(
        ({ name, members }) => `addrset ${name} {\n${members.map((one) => `${one},\n`).join('')}}\n`,
      )
      .join(''),
};

/** A filter of a distributed firewall that has no rules yet is one all the same. @throws Failure */
function firewallOf(host: Host, filter: string | undefined): Firewall {
  if (filter === undefined) throw new Failure('Filter name is required: -f <filter name>');
  const known = host.dvfilter.firewalls.find((one) => one.filter === filter);
  if (known) return known;
  const isThere = filteredPortsOf(host).some(({ filters }) =>
    filters.some(({ name, agent }) => name === filter && agent === AGENT),
  );
  if (!isThere) throw new Failure(`Failed to find filter ${filter}: Not found`);
  return { filter, ruleset: '', generation: '0', realized: '', rules: [], addrsets: [] };
}

/** Rules that are internal come to no place of their own in the policy, but have one here. */
function rulesetOf({ ruleset, generation, realized, rules: all }: Firewall): string {
  if (ruleset === '') return 'No rules.\n';
  const lines = all.map(
    ({ id, text, internal }, i) => `  ${internal ? '# internal # ' : ''}rule ${id} at ${i + 1} ${text};\n`,
  );
  return [
    `ruleset ${ruleset} {\n`,
    `  # generation number: ${generation}\n`,
    `  # realization time : ${realized}\n`,
    ...lines,
    '}\n',
  ].join('');
}

const statsLine = (rule: Firewall['rules'][number]): string =>
  `  rule ${String(rule.id).padStart(5)}: ${rule.evaluations} evals, in ${rule.packetsIn} out ${rule.packetsOut} pkts, in ${rule.bytesIn} out ${rule.bytesOut} bytes\n`;

const usage = (name: string): string => `Usage: ${name} <command> [options]
  getfilters              the filters of distributed firewalls
  getrules -f <filter>    the rules of a filter; -s: what they have counted
  getfwrules -f <filter>  the same
  getaddrsets -f <filter> its sets of addresses
`;
