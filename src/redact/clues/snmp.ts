import { type Clue, matchAt, one } from '../clue.ts';
import type { Found } from '../rule.ts';

/** Communities of SNMP v1 and v2c: what esxcli lists, snmp.xml has, and snmpd.conf. */
export const communities: Clue = {
  words: ['communities', 'community'],
  secretsAt(line, at) {
    const isConf = /(?:^|[\t ])r[ow]$/.test(line.slice(Math.max(0, at - 3), at));
    const before = (isConf ? matchAt(BLANKS, line, at) : matchAt(ASSIGNS, line, at))?.[0];
    return before === undefined ? [] : listed(line, at + before.length);
  },
};

const BLANKS = /communit(?:y|ies)[\t ]{1,8}/iy;
const ASSIGNS = /communit(?:y|ies)(?:["']?[\t ]{0,8}[:=][\t ]{0,8}["'[]{0,2}|>)/iy;
const COMMUNITY = /[^\s,"'<>\]]{1,64}/y;
const COMMA = /["']?,[\t ]{0,2}["']?/y;

function listed(line: string, start: number): Found[] {
  const found: Found[] = [];
  for (let at = start, isMore = true; isMore;) {
    const value = matchAt(COMMUNITY, line, at)?.[0] ?? '';
    if (!NO_SECRET.test(value)) found.push(...one('community', at, value));
    at += value.length;
    const comma = matchAt(COMMA, line, at)?.[0];
    isMore = value !== '' && comma !== undefined;
    at += comma?.length ?? 0;
  }
  return found;
}

/** Everybody knows that one. Were it a secret, the word would be one wherever it occurs. */
export const NO_SECRET = /^(?:public|none|<.*|\*+)?$/i;

/** Keys of SNMP v3 made of passwords: `snmp hash` prints them, and users are listed as `name/auth/priv/level`. */
export const snmpKeys: Clue = {
  words: ['authhash', 'privhash', 'users', 'v3user'],
  secretsAt(line, at) {
    const stretch = line.slice(at, at + LONGEST);
    const key = /^(?:auth|priv)hash["']?[\t ]{0,8}[:=][\t ]{0,8}["']?([0-9A-Fa-f]{16,})/i.exec(stretch);
    if (key) return one('snmp-key', at + key[0].length - (key[1] ?? '').length, key[1] ?? '');
    return Array.from(stretch.matchAll(/(?<=\/)[0-9A-Fa-f]{16,}(?=\/)/g)).flatMap(({ 0: text, index }) =>
      one('snmp-key', at + index, text),
    );
  },
};

const LONGEST = 1024;
