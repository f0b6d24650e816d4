import { always, mutating, onlyOptions, onlyWords, READ_ONLY, type ToolEffect } from '../effect.ts';
import { esxcli } from './esxcli.ts';
import { vimCmd } from './vim-cmd.ts';

const listing = onlyOptions({ letters: 'l', long: ['list'], needed: 'l', operands: 0 });
const listingOne = onlyOptions({ letters: 'l', long: ['list'], needed: 'l', operands: 1 });

/**
 * `-e get NODE`, with what shapes the output before it; without -e it waits for what is typed. `-c` takes a value, and
 * what comes behind that is the verb.
 */
const vsish: ToolEffect = (args) => {
  const first = args.findIndex((arg) => !arg.startsWith('-'));
  const options = args.slice(0, Math.max(first, 0));
  const verb = args[first] ?? '';
  if (!options.every((option) => /^-[epr]+$/.test(option)) || !options.some((option) => option.includes('e')))
    return mutating('without -e it does what is typed');
  return ['get', 'ls', 'cat'].includes(verb) ? READ_ONLY : mutating(`${verb} is not known to be read-only`);
};

const initScript: ToolEffect = (args) =>
  args.length === 1 && args[0] === 'status' ? READ_ONLY : mutating('a service is started or stopped by it');

const CONFIG_READS = onlyWords(
  'config current get',
  'config schema get',
  'schema list',
  'schema get',
  'files get',
);

/** What it reads it may write to a file, `-outfile FILE`. */
const configStore: ToolEffect = (args) =>
  args.some((arg) => /^--?o/i.test(arg)) ? mutating('it writes a file') : CONFIG_READS(args);

/** Commands that an ESXi has beside those of any Unix. */
export const ESXI_TOOLS: ReadonlyMap<string, ToolEffect> = new Map<string, ToolEffect>([
  ['esxcli', esxcli],
  ['localcli', esxcli],
  ['vim-cmd', vimCmd],
  ['vmware-vim-cmd', vimCmd],
  ['vsish', vsish],
  ['configstorecli', configStore],
  ['vmkfstools', onlyOptions({ letters: 'Phqge', withValue: 'vt', long: ['queryfs'], needed: 'Pqgeth' })],
  ['vmkload_mod', onlyOptions({ letters: 'lsb', long: ['list'], needed: 'lsb' })],
  ['vds-vsipioctl', vsipioctl()],
  ['vsipioctl', vsipioctl()],
  ['summarize-dvfilter', always],
  ['esxcfg-advcfg', onlyOptions({ letters: 'lLgq', long: ['list'], needed: 'glL' })],
  ['esxcfg-info', always],
  ['esxcfg-dumppart', listing],
  ['esxcfg-hwiscsi', listing],
  ['esxcfg-ipsec', listing],
  ['esxcfg-module', onlyOptions({ letters: 'ligq', needed: 'ligq', operands: 1 })],
  ['esxcfg-mpath', onlyOptions({ letters: 'lbLm', withValue: 'dP', long: ['list'], needed: 'lbLm' })],
  ['esxcfg-nas', listing],
  ['esxcfg-nics', listing],
  ['esxcfg-route', listing],
  ['esxcfg-scsidevs', onlyOptions({ letters: 'lcamA', needed: 'lcamA' })],
  ['esxcfg-vmknic', listing],
  ['esxcfg-volume', listing],
  ['esxcfg-vswitch', onlyOptions({ letters: 'l', withValue: 'c', long: ['list'], needed: 'lc' })],
  ['partedUtil', onlyWords('getptbl', 'get', 'getUsableSectors', 'showGuids')],
  ['ethtool', onlyOptions({ letters: 'ikagcSlT' })],
  ['nsxdp-cli', nsxdp],
  ['net-dvs', listingOne],
  ['net-stats', onlyOptions({ letters: 'aAlcCsS', withValue: 'int' })],
  ['memstats', onlyOptions({ letters: 'v', withValue: 'rsu' })],
  ['vdf', onlyOptions({ letters: 'hp', operands: 1 })],
  ['esxtop', onlyOptions({ letters: 'ba', withValue: 'dnc', needed: 'b' })],
  ['chkconfig', listingOne],
  ['smbiosDump', always],
  ['vmkchdev', onlyOptions({ letters: 'lL', needed: 'lL' })],
  ['vm-support', onlyOptions({ letters: 'V', needed: 'V' })],
  ['vmware', onlyOptions({ letters: 'vl', long: ['version'] })],
  ...['SSH', 'hostd', 'vpxa', 'ntpd', 'DCUI', 'ESXShell', 'sfcbd-watchdog', 'rhttpproxy', 'snmpd'].map(
    (name) => [`/etc/init.d/${name}`, initScript] as const,
  ),
]);

function vsipioctl(): ToolEffect {
  return ([verb = '']) =>
    /^get[a-z]+$/.test(verb) || verb === 'summarize-dvfilter' || verb === 'help'
      ? READ_ONLY
      : mutating(`${verb} is not known to be read-only`);
}

/** Its verb is the last word before the first option, as esxcli's; a slash is the name of a mode. */
function nsxdp(args: readonly string[]) {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const words = first < 0 ? args : args.slice(0, first);
  return words.length > 1 && ['get', 'list', 'dump', 'show'].includes(words.at(-1) ?? '')
    ? READ_ONLY
    : mutating(`${words.at(-1) ?? 'it'} is not known to be read-only`);
}
