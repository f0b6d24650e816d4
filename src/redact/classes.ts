import type { Clue } from './clue.ts';
import { assigned } from './clues/assigned.ts';
import { commands } from './clues/commands.ts';
import { hashes, kickstart } from './clues/hashes.ts';
import { communities, snmpKeys } from './clues/snmp.ts';
import { thumbprints } from './clues/thumbprints.ts';
import { authorization, tickets, tokens, urls } from './clues/tokens.ts';
import { dashedKeys, LICENCE_KEY, RECOVERY_KEY } from './dashed-keys.ts';
import { privateKeys } from './private-keys.ts';
import type { Rule } from './rule.ts';

/** By what they are looked for in any bytes. */
export const CLUES: readonly Clue[] = [
  assigned,
  commands,
  tokens,
  authorization,
  urls,
  tickets,
  hashes,
  kickstart,
  communities,
  snmpKeys,
  thumbprints,
];

export const RULES: readonly { class: string; rule: Rule }[] = [
  { class: 'licence-key', rule: dashedKeys(LICENCE_KEY) },
  { class: 'private-key', rule: privateKeys },
  { class: 'recovery-key', rule: dashedKeys(RECOVERY_KEY) },
];
