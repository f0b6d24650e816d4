import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { newSatpRule, type SatpRule } from '../../model/multipathing.ts';

const matched = {
  claimOption: str('-c|--claim-option', 'What the device must be able to.'),
  description: str('-e|--description', 'What it is for.'),
  device: str('-d|--device', 'Of this device.'),
  driver: str('-D|--driver', 'Of adapters with this driver.'),
  model: str('-M|--model', 'Of devices of this model.'),
  option: str('-o|--option', 'What the array type is told.'),
  psp: str('-P|--psp', 'How paths are chosen.'),
  pspOption: str('-O|--psp-option', 'What that is told.'),
  satp: required(str('-s|--satp', 'The array type.')),
  transport: str('-R|--transport', 'Of devices of this transport.'),
  type: str('-t|--type', 'What kind of rule.'),
  vendor: str('-V|--vendor', 'Of devices of this vendor.'),
};

export const SATP_RULE_LEAVES = [
  leaf({
    path: 'storage nmp satp rule list',
    about: 'Lists the rules by which devices get an array type.',
    options: { satp: str('-s|--satp', 'Only those of this array type.') },
    read: ({ multipathing }, { satp }) =>
      multipathing.satpRules.filter((one) => satp === undefined || one.satp === satp),
    prints: table<SatpRule>('SatpRule', {
      Name: ({ satp }) => satp,
      Device: ({ device }) => device,
      Vendor: ({ vendor }) => vendor,
      Model: ({ model }) => model,
      Driver: ({ driver }) => driver,
      Transport: ({ transport }) => transport,
      Options: ({ options }) => options,
      'Rule Group': ({ group }) => group,
      'Claim Options': ({ claimOptions }) => claimOptions,
      'Default PSP': ({ psp }) => psp,
      'PSP Options': ({ pspOptions }) => pspOptions,
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'storage nmp satp rule add',
    about: 'Adds a rule by which devices get an array type.',
    options: {
      ...matched,
      boot: flag('-b|--boot', 'As the host does when it boots.'),
      force: flag('-f|--force', 'Whatever is said against it.'),
    },
    change({ multipathing }, given) {
      const rule = satpRuleOf(given);
      if (multipathing.satpRules.some((one) => one.group === 'user' && isSame(one, rule))) {
        throw new Failure(
          `Error adding SATP user rule: Duplicate user rule found for SATP ${rule.satp} matching device ${rule.device} vendor ${rule.vendor} model ${rule.model}`,
        );
      }
      multipathing.satpRules.push(rule);
    },
  }),
  leaf({
    path: 'storage nmp satp rule remove',
    about: 'Removes a rule by which devices get an array type.',
    options: { ...matched, boot: flag('-b|--boot', 'As the host does when it boots.') },
    change({ multipathing }, given) {
      const rule = satpRuleOf(given);
      const left = multipathing.satpRules.filter((one) => one.group !== 'user' || !isSame(one, rule));
      if (left.length === multipathing.satpRules.length)
        throw new Failure('Error removing SATP user rule : Rule not found');
      multipathing.satpRules = left;
    },
  }),
];

function satpRuleOf(given: {
  satp: string;
  device: string | undefined;
  vendor: string | undefined;
  model: string | undefined;
  driver: string | undefined;
  transport: string | undefined;
  option: string | undefined;
  claimOption: string | undefined;
  psp: string | undefined;
  pspOption: string | undefined;
  description: string | undefined;
}): SatpRule {
  return newSatpRule({
    satp: given.satp,
    device: given.device ?? '',
    vendor: given.vendor ?? '',
    model: given.model ?? '',
    driver: given.driver ?? '',
    transport: given.transport ?? '',
    options: given.option ?? '',
    group: 'user',
    claimOptions: given.claimOption ?? '',
    psp: given.psp ?? '',
    pspOptions: given.pspOption ?? '',
    description: given.description ?? '',
  });
}

const KEYS = ['satp', 'device', 'vendor', 'model', 'driver', 'transport'] as const;

const isSame = (a: SatpRule, b: SatpRule): boolean => KEYS.every((key) => a[key] === b[key]);
