import { leaf } from '../../esxcli/leaf.ts';
import { flag, long, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { ClaimRule } from '../../model/multipathing.ts';

const ruleClass = str('-c|--claimrule-class', 'MP, Filter or VAAI. Default MP.');

export const CLAIMRULE_LEAVES = [
  leaf({
    path: 'storage core claimrule list',
    about: 'Lists the rules by which plugins get paths: those in force, and those that are kept.',
    options: { ruleClass: str('-c|--claimrule-class', 'MP, Filter, VAAI or all. Default MP.') },
    read: ({ multipathing }, given) =>
      multipathing.claimRules
        .filter((rule) => given.ruleClass === 'all' || rule.class === (given.ruleClass ?? 'MP'))
        .toSorted((a, b) => a.rule - b.rule)
        .flatMap((rule) => [
          ...(rule.runtime ? [{ rule, where: 'runtime' }] : []),
          ...(rule.file ? [{ rule, where: 'file' }] : []),
        ]),
    prints: table<{ rule: ClaimRule; where: string }>('ClaimRule', {
      'Rule Class': ({ rule }) => rule.class,
      Rule: { value: ({ rule }) => rule.rule, of: 'integer' },
      Class: ({ where }) => where,
      Type: ({ rule }) => rule.type,
      Plugin: ({ rule }) => rule.plugin,
      Matches: ({ rule }) => rule.matches,
      'XCOPY Use Array Reported Values': { value: () => false, since: '6.5', of: 'boolean' },
      'XCOPY Use Multiple Segments': { value: () => false, since: '6.5', of: 'boolean' },
      'XCOPY Max Transfer Size': { value: () => 0, since: '6.5', before: '6.7', of: 'integer' },
      'XCOPY Max Transfer Size KiB': { value: () => 0, since: '6.7', of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage core claimrule add',
    about: 'Keeps another rule; it is in force once rules are loaded.',
    options: {
      adapter: str('-A|--adapter', 'Paths of this adapter.'),
      autoassign: flag('-u|--autoassign', 'It is given a number.'),
      channel: long('-C|--channel', 'Paths of this channel.'),
      ruleClass,
      device: str('-d|--device', 'Paths to this device.'),
      driver: str('-D|--driver', 'Paths of adapters with this driver.'),
      force: flag('-f|--force', 'Whatever is said against it.'),
      lun: long('-L|--lun', 'Paths of this LUN.'),
      model: str('-M|--model', 'Paths to devices of this model.'),
      plugin: required(str('-P|--plugin', 'Who gets the paths.')),
      rule: long('-r|--rule', 'Its number, 101 to 65435.'),
      target: long('-T|--target', 'Paths of this target.'),
      transport: str('-R|--transport', 'Paths of this transport.'),
      type: required(str('-t|--type', 'driver, location, target, transport, vendor or device.')),
      vendor: str('-V|--vendor', 'Paths to devices of this vendor.'),
    },
    change({ multipathing }, given) {
      const { claimRules } = multipathing;
      const kind = classOf(given.ruleClass);
      const used = claimRules.filter((rule) => rule.class === kind).map(({ rule }) => rule);
      const rule = given.autoassign ? Math.max(5000, ...used.filter((one) => one < 65_435)) + 1 : given.rule;
      if (rule === undefined) throw new Failure('Error: Either --rule or --autoassign must be specified');
      if (used.includes(rule))
        throw new Failure(`Error adding claimrule: Duplicate user rule found for the ${kind} rule class`);
      const matches = matchesOf(given);
      claimRules.push({
        class: kind,
        rule,
        runtime: false,
        file: true,
        type: given.type,
        plugin: given.plugin,
        matches,
      });
    },
  }),
  leaf({
    path: 'storage core claimrule remove',
    about: 'Keeps a rule no longer; it is in force until rules are loaded.',
    options: {
      ruleClass,
      rule: long('-r|--rule', 'Its number.'),
      plugin: str('-P|--plugin', 'All of this plugin.'),
    },
    change({ multipathing }, given) {
      const kind = classOf(given.ruleClass);
      const meant = multipathing.claimRules.filter(
        (one) =>
          one.class === kind &&
          one.file &&
          (given.plugin === undefined ? one.rule === given.rule : one.plugin === given.plugin),
      );
      if (meant.length === 0) throw new Failure(`Unable to find claimrule ${given.rule ?? given.plugin}`);
      for (const one of meant) one.file = false;
      multipathing.claimRules = multipathing.claimRules.filter((one) => one.file || one.runtime);
    },
  }),
  leaf({
    path: 'storage core claimrule load',
    about: 'Puts the rules in force that are kept.',
    options: { ruleClass },
    change({ multipathing }, given) {
      const kind = classOf(given.ruleClass);
      for (const one of multipathing.claimRules) {
        if (one.class === kind && isOfUser(one)) one.runtime = one.file;
      }
      multipathing.claimRules = multipathing.claimRules.filter((one) => one.file || one.runtime);
    },
  }),
  leaf({
    path: 'storage core claimrule move',
    about: 'Gives a rule another number.',
    options: {
      ruleClass,
      newRule: required(long('-n|--new-rule', 'The new number.')),
      rule: required(long('-r|--rule', 'The number it has.')),
    },
    change({ multipathing }, given) {
      const kind = classOf(given.ruleClass);
      const one = multipathing.claimRules.find((rule) => rule.class === kind && rule.rule === given.rule);
      if (!one) throw new Failure(`Unable to find claimrule ${given.rule}`);
      one.rule = given.newRule;
    },
  }),
  ...(['claimrule run', 'claiming autoclaim', 'claiming reclaim', 'claiming unclaim'] as const).map((path) =>
    leaf({
      path: `storage core ${path}`,
      about: 'Applies the rules that are in force to paths.',
      options: {
        adapter: str('-A|--adapter', 'Paths of this adapter.'),
        ruleClass,
        device: str('-d|--device', 'Paths to this device.'),
        enabled: str('--enabled', 'Of autoclaim: whether it is done by itself.'),
        location: str('-l|--location', 'Paths of this location.'),
        path: str('-p|--path', 'This path.'),
        type: str('-t|--type', 'How paths are chosen: all, device, driver, location, path, plugin, vendor.'),
        plugin: str('-P|--plugin', 'Paths of this plugin.'),
        wait: flag('-w|--wait', 'Until all is settled.'),
      },
      change({ multipathing }) {
        multipathing.claimed++;
      },
    }),
  ),
];

/** @throws Failure */
function classOf(name = 'MP'): ClaimRule['class'] {
  if (name === 'MP' || name === 'Filter' || name === 'VAAI') return name;
  throw new Failure(`Error: Invalid claimrule class ${name}`);
}

/** Rules of the host itself are always in force. */
const isOfUser = ({ rule }: ClaimRule): boolean => rule > 100 && rule < 65_436;

interface Matching {
  type: string;
  vendor: string | undefined;
  model: string | undefined;
  transport: string | undefined;
  driver: string | undefined;
  device: string | undefined;
  adapter: string | undefined;
  channel: number | undefined;
  target: number | undefined;
  lun: number | undefined;
}

function matchesOf({
  type,
  vendor,
  model,
  transport,
  driver,
  device,
  adapter,
  channel,
  target,
  lun,
}: Matching): string {
  const any = (value: string | number | undefined): string => String(value ?? '*');
  switch (type) {
    case 'vendor':
      return `vendor=${any(vendor)} model=${any(model)}`;
    case 'location':
      return `adapter=${any(adapter)} channel=${any(channel)} target=${any(target)} lun=${any(lun)}`;
    case 'target':
      return `transport=${any(transport)} target=${any(target)} lun=${any(lun)}`;
    case 'transport':
      return `transport=${any(transport)}`;
    case 'driver':
      return `driver=${any(driver)}`;
    case 'device':
      return `device=${any(device)}`;
    default:
      throw new Failure(`Error: Invalid claimrule type ${type}`);
  }
}
