import type { Asked } from '../invocation.ts';
import { simpleWords } from '../shell.ts';
import { nameGlob } from '../hooks/match/glob.ts';

/**
 * The words of what was asked, as latin1, by which rules tell commands apart: the name without its folder first. Of a
 * pipeline those of its first stage. `esxcli` stands for `localcli` too, and has its global options left out.
 */
export function commandWords(asked: Asked): readonly string[] {
  switch (asked.kind) {
    case 'argv':
      return named(asked.argv.map(latin1));
    case 'string':
      return named((simpleWords(asked.command) ?? firstStage(asked.command)).map(latin1));
    case 'session':
      return [];
    case 'subsystem':
      return [asked.name];
  }
}

/** Those before its options and what it is asked about, for rules: `esxcli network nic list`. */
export function commandPrefix(asked: Asked): string {
  const words = commandWords(asked);
  const end = words.findIndex((word, i) => i > 0 && !/^[a-z][a-z0-9]*$/.test(word));
  return words.slice(0, end === -1 ? words.length : end).join(' ');
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function firstStage(command: Uint8Array): Uint8Array[] {
  const [stage = ''] = latin1(command).split(/[|;&<>\n]/, 1);
  return stage
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word.replaceAll(/["']/g, ''), 'latin1'));
}

function named([first = '', ...rest]: readonly string[]): readonly string[] {
  const name = first.slice(first.lastIndexOf('/') + 1);
  if (name !== 'esxcli' && name !== 'localcli') return [name, ...rest];
  return ['esxcli', ...withoutOptions(rest)];
}

/** Those before the namespace; of the ones that take a value it may be a word of its own. */
function withoutOptions(words: readonly string[]): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += TAKES_VALUE.test(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

const TAKES_VALUE =
  /^(?:--(?:formatter|format-param|plugin-dir|server|username|password|config|encoding)|-[suphdc])$/;

/**
 * Tells whether words begin with those of a rule: `esxcli network nic list`. In the rule `*` stands for any
 * characters of a word, and a word `**` for any words.
 */
export function commandFits(rule: string): (words: readonly string[]) => boolean {
  const words = rule.trim().split(/\s+/);
  const steps = words.map((word, i) => {
    if (word === '**') return word;
    return wordFits(i === 0 && word === 'localcli' ? 'esxcli' : word);
  });
  return (asked) => startsWith(asked, 0, steps, 0);
}

type WordFits = (word: string) => boolean;

function startsWith(
  words: readonly string[],
  i: number,
  steps: readonly ('**' | WordFits)[],
  j: number,
): boolean {
  const step = steps[j];
  if (step === undefined) return true;
  if (step === '**') {
    for (let at = i; at < words.length; at++) if (startsWith(words, at, steps, j + 1)) return true;
    return j + 1 === steps.length;
  }
  const word = words[i];
  return word !== undefined && step(word) && startsWith(words, i + 1, steps, j + 1);
}

function wordFits(rule: string): WordFits {
  if (!rule.includes('*')) return (word) => word === rule;
  const glob = nameGlob(rule);
  return (word) => glob.capture(Buffer.from(word, 'latin1')) !== undefined;
}
