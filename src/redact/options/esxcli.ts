import { optionValue, type SecretOption } from './option-value.ts';
import type { ShellToken } from '../shell-tokens.ts';
import type { Place, Tool } from './tool.ts';

/**
 * The options of esxcli that carry a secret, in the forms `-p X`, `-pX`, `--password X` and `--password=X`. `-p`
 * means other things elsewhere (`network vswitch standard portgroup add -p NAME`), so it counts only where it is
 * known to be one.
 */
export class EsxcliOptions implements Tool {
  #namespace = '';
  #isWhole = false;
  #skips = false;

  secretsIn(word: ShellToken, before: string | undefined): readonly Place[] {
    return optionValue(word, before, optionsOf(this.#namespace));
  }

  /** The words before the first option of the leaf make the namespace; global options and their values do not. */
  passed(text: string): void {
    const isValue = this.#skips;
    this.#skips = false;
    if (this.#isWhole || isValue) return;
    if (!text.startsWith('-')) this.#namespace += this.#namespace === '' ? text : ` ${text}`;
    else if (this.#namespace !== '') this.#isWhole = true;
    else this.#skips = GLOBAL_WITH_VALUE.has(text);
    // No namespace is as long as that: what is is none.
    this.#isWhole ||= this.#namespace.length > LONGEST_NAMESPACE;
  }
}

const LONGEST_NAMESPACE = 256;

const GLOBAL_WITH_VALUE = new Set(
  ['-s', '--server', '-u', '--username', '-p', '--password', '-d', '--thumbprint', '-h', '--vihost'].concat([
    '--formatter',
    '--format-param',
    '--plugin-dir',
    '--encoding',
    '-t',
    '--protocol',
    '--portnumber',
  ]),
);

const password = (...names: string[]): SecretOption => ({ names, class: 'password' });
const thumbprint = (...names: string[]): SecretOption => ({ names, class: 'thumbprint' });

const LONG = password(
  '--password',
  '--password-confirmation',
  '--secret',
  '--auth-password',
  '--priv-password',
);
const ANYWHERE = [LONG, thumbprint('--thumbprint')];

/** `a,b`, and of `host@port/community,…` what is behind the slash. */
const COMMUNITIES = { class: 'community', part: /([^,]+)/g };
const TARGETS = { class: 'community', part: /\/([^,]+)/g };
/** `name/auth-key/priv-key/level,…` */
const USERS = { class: 'snmp-key', part: /(?<=\/)([0-9A-Fa-f]{16,})/g };

const SNMP_SET: readonly SecretOption[] = [
  ...ANYWHERE,
  { names: ['-c', '--communities'], ...COMMUNITIES },
  { names: ['-t', '--targets'], ...TARGETS },
  { names: ['-u', '--users', '-R', '--remote-users'], ...USERS },
];

/** Which options carry a secret at this place, told by the namespace before it. */
function optionsOf(namespace: string): readonly SecretOption[] {
  if (namespace === '') return [...ANYWHERE, password('-p'), thumbprint('-d')];
  if (/^system account (add|set)\b/.test(namespace)) return [...ANYWHERE, password('-p', '-c')];
  if (/^iscsi .*\bauth chap set\b/.test(namespace)) return [...ANYWHERE, password('-S')];
  if (/^system snmp set\b/.test(namespace)) return SNMP_SET;
  if (/^system snmp hash\b/.test(namespace))
    return [...ANYWHERE, password('-A', '--auth-hash', '-X', '--priv-hash')];
  return ANYWHERE;
}
