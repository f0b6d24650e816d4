import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Ruleset } from '../../model/firewall.ts';
import { isIpv4, isIpv6 } from '../../model/ip.ts';

const id = str('-r|--ruleset-id', 'The name of the rule set.');
const ip = required(str('-i|--ip-address', 'An address, or a network.'));

type Rule = Ruleset['rules'][number] & { ruleset: string };

export const FIREWALL_LEAVES = [
  leaf({
    path: 'network firewall get',
    about: 'Tells whether the firewall works, and what it does with what no rule is for.',
    read: ({ firewall }) => firewall,
    prints: record<Host['firewall']>('Firewall', {
      'Default Action': ({ defaultPass }) => (defaultPass ? 'PASS' : 'DROP'),
      Enabled: ({ enabled }) => enabled,
      Loaded: ({ loaded }) => loaded,
    }),
  }),
  leaf({
    path: 'network firewall set',
    about: 'Sets whether the firewall works, and what it does with what no rule is for.',
    options: {
      pass: bool('-d|--default-action', 'Whether that passes.'),
      enabled: bool('-e|--enabled', 'Whether it works.'),
    },
    change({ firewall }, { pass, enabled }) {
      firewall.defaultPass = pass ?? firewall.defaultPass;
      firewall.enabled = enabled ?? firewall.enabled;
    },
  }),
  leaf({
    path: 'network firewall load',
    about: 'Loads the firewall.',
    change({ firewall }) {
      firewall.loaded = true;
    },
  }),
  leaf({
    path: 'network firewall unload',
    about: 'Unloads the firewall: all passes.',
    change({ firewall }) {
      firewall.loaded = false;
      firewall.enabled = false;
    },
  }),
  leaf({
    path: 'network firewall refresh',
    about: 'Reads the rule sets of the firewall anew.',
    change({ firewall }) {
      if (!firewall.loaded) throw new Failure('Firewall module is not loaded.');
    },
  }),
  leaf({
    path: 'network firewall ruleset list',
    about: 'Lists the rule sets of the firewall.',
    options: { id },
    read: rulesetsNamed,
    prints: table<Ruleset>('FirewallRuleset', {
      Name: ({ name }) => name,
      Enabled: { value: ({ enabled }) => enabled, of: 'boolean' },
      'Enable/Disable configurable': {
        value: ({ enableConfigurable }) => enableConfigurable,
        of: 'boolean',
        since: '8.0.2',
      },
      'Allowed IP configurable': {
        value: ({ ipsConfigurable }) => ipsConfigurable,
        of: 'boolean',
        since: '8.0.2',
      },
    }),
  }),
  leaf({
    path: 'network firewall ruleset set',
    about: 'Sets whether a rule set holds, and for whom.',
    options: {
      allowedAll: bool('-a|--allowed-all', 'Whether for all addresses.'),
      enabled: bool('-e|--enabled', 'Whether it holds.'),
      id: required(id),
    },
    change(host, given) {
      const ruleset = rulesetNamed(host, given.id);
      if (given.allowedAll === undefined && given.enabled === undefined)
        throw new Failure('Please specify at least one of --enabled and --allowed-all.');
      if (given.allowedAll !== undefined) setAllowedAll(ruleset, given.allowedAll);
      if (given.enabled !== undefined) setEnabled(ruleset, given.enabled);
    },
  }),
  leaf({
    path: 'network firewall ruleset rule list',
    about: 'Lists the rules of rule sets.',
    options: { id },
    read: (host, given) =>
      rulesetsNamed(host, given).flatMap(({ name, rules }) =>
        rules.map((rule) => ({ ...rule, ruleset: name })),
      ),
    prints: table<Rule>('FirewallRule', {
      Ruleset: ({ ruleset }) => ruleset,
      Direction: ({ direction }) => direction,
      Protocol: ({ protocol }) => protocol,
      'Port Type': ({ portType }) => portType,
      'Port Begin': { value: ({ begin }) => begin, of: 'integer' },
      'Port End': { value: ({ end }) => end, of: 'integer' },
    }),
  }),
  leaf({
    path: 'network firewall ruleset allowedip list',
    about: 'Lists whom rule sets are for.',
    options: { id },
    read: rulesetsNamed,
    prints: table<Ruleset>('RulesetAllowedIP', {
      Ruleset: ({ name }) => name,
      'Allowed IP Addresses': ({ allowedAll, allowedIps }) => (allowedAll ? ['All'] : allowedIps),
    }),
  }),
  leaf({
    path: 'network firewall ruleset allowedip add',
    about: 'Has a rule set be for an address more.',
    options: { ip, id: required(id) },
    change(host, given) {
      const ruleset = ownIpsOf(rulesetNamed(host, given.id));
      if (!isNetwork(given.ip)) throw new Failure(`Invalid ip address: ${given.ip}`);
      if (ruleset.allowedAll) throw new Failure('Already allowed all ip');
      if (ruleset.allowedIps.includes(given.ip)) throw new Failure('Ip address already exists');
      ruleset.allowedIps.push(given.ip);
    },
  }),
  leaf({
    path: 'network firewall ruleset allowedip remove',
    about: 'Has a rule set be for an address no more.',
    options: { ip, id: required(id) },
    change(host, given) {
      const ruleset = ownIpsOf(rulesetNamed(host, given.id));
      if (!ruleset.allowedIps.includes(given.ip)) throw new Failure(`Ip address ${given.ip} does not exist`);
      ruleset.allowedIps = ruleset.allowedIps.filter((one) => one !== given.ip);
    },
  }),
];

/** All, or one. @throws Failure as the host says it */
function rulesetsNamed(host: Host, given: { id: string | undefined }): readonly Ruleset[] {
  return given.id === undefined ? host.firewall.rulesets : [rulesetNamed(host, given.id)];
}

/** @throws Failure as the host says it */
function rulesetNamed({ firewall }: Host, name: string): Ruleset {
  const ruleset = firewall.rulesets.find((one) => one.name === name);
  if (ruleset) return ruleset;
  throw new Failure(`Invalid ruleset id: ${name}`);
}

function setEnabled(ruleset: Ruleset, enabled: boolean): void {
  if (ruleset.enabled === enabled) return;
  if (!ruleset.enableConfigurable)
    throw new Failure(
      'Invalid operation requested: Can not change this ruleset, it is owned by system service.',
    );
  ruleset.enabled = enabled;
}

function setAllowedAll(ruleset: Ruleset, allowedAll: boolean): void {
  if (ruleset.allowedAll === allowedAll) return;
  ownIpsOf(ruleset).allowedAll = allowedAll;
}

function ownIpsOf(ruleset: Ruleset): Ruleset {
  if (ruleset.ipsConfigurable) return ruleset;
  throw new Failure(
    'Invalid operation requested: Can not change allowed ip list this ruleset, it is owned by system service.',
  );
}

/** `192.0.2.5`, `192.0.2.0/24`, and of IPv6. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const isFour = isIpv4(address);
  if (rest.length > 0 || (!isFour && !isIpv6(address))) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (isFour ? 32 : 128));
}
