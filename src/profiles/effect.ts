import type { Effect } from './profile.ts';

export const READ_ONLY: Effect = { kind: 'read-only' };

export const mutating = (reason: string): Effect => ({ kind: 'mutating', reason });

/** What a tool does to its host when called with these args, argv[0] left out, as latin1. */
export type ToolEffect = (args: readonly string[]) => Effect;

export const always: ToolEffect = () => READ_ONLY;

/** Read-only unless one of the args says otherwise. */
export const unless =
  (changes: RegExp): ToolEffect =>
  (args) => {
    const word = args.find((arg) => changes.test(arg));
    return word === undefined ? READ_ONLY : mutating(`${word} may change something`);
  };

/**
 * Read-only where every option is one of these, in clusters (`-Ph`) too. Options in `withValue` take a value, in the
 * same word or in the next; one of `needed`, if given, must be there. Words that are no options are what is read, as many
 * as `operands`. A value that looks like an option is not trusted to be one: releases differ in what takes values.
 */
export const onlyOptions =
  (options: {
    letters?: string;
    long?: readonly string[];
    withValue?: string;
    needed?: string;
    operands?: number;
  }): ToolEffect =>
  (args) => {
    const { letters = '', long = [], withValue = '', needed, operands = Infinity } = options;
    const seen = new Set<string>();
    let read = 0;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] ?? '';
      if (arg.startsWith('--')) {
        if (!long.includes(arg.slice(2))) return mutating(`${arg} is not known to be read-only`);
        seen.add(arg.slice(2));
      } else if (arg.startsWith('-') && arg.length > 1) {
        const cluster = arg.slice(1);
        for (let at = 0; at < cluster.length; at++) {
          const letter = cluster[at] ?? '';
          if (withValue.includes(letter)) {
            seen.add(letter);
            if (at < cluster.length - 1) break;
            const value = args[++i] ?? '';
            if (value.length > 1 && value.startsWith('-'))
              return mutating(`${value} may be an option of its own`);
            break;
          }
          if (!letters.includes(letter)) return mutating(`-${letter} is not known to be read-only`);
          seen.add(letter);
        }
      } else if (++read > operands) return mutating(`${arg} is not known to be only read`);
    }
    if (
      needed !== undefined &&
      !needed.split('').some((letter) => seen.has(letter)) &&
      !long.some((l) => seen.has(l))
    )
      return mutating(`no option of it says that it is read-only`);
    return READ_ONLY;
  };

/** Read-only where the first words are one of these; `*` is any one word. */
export const onlyWords =
  (...phrases: readonly string[]): ToolEffect =>
  (args) => {
    const isOne = phrases.some((phrase) => {
      const words = phrase === '' ? [] : phrase.split(' ');
      return words.length === 0
        ? args.length === 0
        : words.every((word, i) => args[i] !== undefined && (word === '*' || args[i] === word));
    });
    return isOne ? READ_ONLY : mutating(`${args[0] ?? 'it'} is not known to be read-only`);
  };
