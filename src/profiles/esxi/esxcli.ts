import { mutating, READ_ONLY, type ToolEffect } from '../effect.ts';

/** Leaves that read wherever they stand. */
const READING = new Set(
  'list get getdefault dump showguid validate verify precheck search overview'.split(' '),
);

/** Leaves that read in one namespace, and would not be trusted in another. */
const READING_PATHS = [/^network diag ping$/, /^system snmp hash$/, /^(?:storage vvol|vsan) .*\bscan$/];

/** Logs of NVMe devices are written to a file that an option names. */
const WRITING_PATHS = /^nvme (?:.* )?log\b/;

/** What can be tried out. */
const DRY = /^software (?:vib|profile|component|addon|baseimage) (?:install|update|remove|apply)$/;

/**
 * esxcli and localcli. The verb is the last word before the first option: nouns look like verbs, and only the leaf
 * counts. Help is printed by a bare namespace, and where `--help` is the first option.
 */
export const esxcli: ToolEffect = (args) => {
  const rest = withoutGlobals(args);
  if (typeof rest === 'string') return mutating(rest);
  const first = rest.findIndex((arg) => arg.startsWith('-'));
  const path = first < 0 ? rest : rest.slice(0, first);
  const options = first < 0 ? [] : rest.slice(first);
  const odd = path.find((word) => !/^[\w.-]+$/.test(word));
  if (odd !== undefined) return mutating(`${odd} is no name of a namespace`);
  // No leaf stands at the top: one word is a namespace, and none is all of them.
  if (options[0] === '--help' || path.length <= 1) return helps(path, options);
  if (WRITING_PATHS.test(path.join(' '))) return mutating('it may write a file');
  const leaf = path.at(-1) ?? '';
  if (READING.has(leaf) || READING_PATHS.some((known) => known.test(path.join(' ')))) return READ_ONLY;
  if (DRY.test(path.join(' ')) && isDry(options)) return READ_ONLY;
  return mutating(`${leaf} is not known to be read-only`);
};

const helps = (path: readonly string[], options: readonly string[]) =>
  options.length === 0 || options[0] === '--help' || (options[0] === '--version' && options.length === 1)
    ? READ_ONLY
    : mutating(`${path[0] ?? options[0] ?? ''} is not known to be read-only`);

/** What stands before the namespace; a reason where it makes another command of it. */
function withoutGlobals(args: readonly string[]): readonly string[] | string {
  let i = 0;
  for (; args[i]?.startsWith('-'); i++) {
    const arg = args[i] ?? '';
    if (arg === '--help' || arg === '--version') return args.slice(i);
    if (arg === '--debug' || arg.startsWith('--formatter=') || arg.startsWith('--format-param=')) continue;
    if (arg === '--formatter' || arg === '--format-param') i++;
    else if (arg === '--plugin-dir' && OWN_PLUGINS.test(args[i + 1] ?? '')) i++;
    else if (!OWN_PLUGINS.test(arg.replace(/^--plugin-dir=/, '')))
      return `${arg} before the namespace is not known to be read-only`;
  }
  return args.slice(i);
}

/** Plug-ins from elsewhere are other programs. */
const OWN_PLUGINS = /^\/usr\/lib\/vmware\/esxcli(?:\/[A-Za-z0-9_-]+)*\/?$/;

/** `--dry-run` as an option: behind one that takes a value it would be that value. */
const isDry = (options: readonly string[]): boolean =>
  options.some((option, i) => {
    const before = options[i - 1] ?? '';
    return (
      option === '--dry-run' && (!before.startsWith('-') || before.includes('=') || SWITCHES.has(before))
    );
  });

const SWITCHES = new Set(
  '--force -f --no-sig-check --maintenance-mode --no-live-install --no-hardware-warning --ok-to-remove'.split(
    ' ',
  ),
);
