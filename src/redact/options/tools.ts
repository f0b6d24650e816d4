import { restOf, type ShellToken } from '../shell-tokens.ts';
import { EsxcliOptions } from './esxcli.ts';
import { ofUser, OPENSSL, optionValue, type SecretOption } from './option-value.ts';
import type { Place, Tool } from './tool.ts';

export const nameOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

export const toolNamed = (name: string): Tool | undefined => TOOLS.get(name)?.();

const withOptions = (options: readonly SecretOption[]) => (): Tool => ({
  secretsIn: (word, before) => optionValue(word, before, options),
});

const password = (...names: string[]) => withOptions([{ names, class: 'password' }]);

/** Its value stands in its own word only. */
const JOINED = (): Tool => ({
  secretsIn: (word) => optionValue(word, undefined, [{ names: ['-p'], class: 'password' }]),
});

const SNMP = withOptions([
  { names: ['-c'], class: 'community' },
  { names: ['-A', '-X'], class: 'password' },
]);

/** As their manual pages have them; long options with the name of a secret need no tool. */
const TOOLS: ReadonlyMap<string, () => Tool> = new Map<string, () => Tool>([
  ['esxcli', () => new EsxcliOptions()],
  ['localcli', () => new EsxcliOptions()],
  ['vim-cmd', password('-P')],
  ['vmware-vim-cmd', password('-P')],
  ['sshpass', password('-p')],
  ['curl', withOptions([ofUser('-u', '--user', '-U', '--proxy-user')])],
  ['openssl', withOptions([OPENSSL])],
  ['smbclient', withOptions([{ names: ['-U', '--user'], class: 'password', part: /^[^%]*%(.+)$/g }])],
  ['ldapsearch', password('-w')],
  ['ipmitool', password('-P')],
  ['mysql', JOINED],
  ['mysqldump', JOINED],
  ['snmpwalk', SNMP],
  ['snmpget', SNMP],
  ['snmptrap', SNMP],
  ['domainjoin-cli', () => new DomainJoin()],
]);

/** Words that commands with secrets are found by in a text. */
export const TOOLS_WITH_SECRETS: readonly string[] = [...TOOLS.keys()];

/** `domainjoin-cli join [--option …] DOMAIN USER PASSWORD` */
class DomainJoin implements Tool {
  #words = 0;

  secretsIn(word: ShellToken): readonly Place[] {
    const place = this.#words === PASSWORD_OF_JOIN ? restOf(word, 0) : undefined;
    return place ? [{ ...place, class: 'password' }] : [];
  }

  passed(text: string): void {
    if (!text.startsWith('-')) this.#words++;
  }
}

/** `domainjoin-cli` itself is no word of it. */
const PASSWORD_OF_JOIN = 3;
