import type { Invoker } from '../caller.ts';
import { redactAsk } from './head.ts';
import type { Secrets } from './secrets.ts';

/** Invokers with tokens where secrets were, also in a word that is a whole command line: `sh -c 'esxcli …'`. */
export function redactInvokers(invokers: readonly Invoker[], secrets: Secrets): Invoker[] {
  return invokers.map(({ argv, ...invoker }) => ({ ...invoker, argv: redactWords(argv, secrets) }));
}

function redactWords(argv: readonly Uint8Array[], secrets: Secrets): readonly Uint8Array[] {
  const { asked } = redactAsk({ asked: { kind: 'argv', argv } }, [], secrets);
  return asked.kind === 'argv' ? asked.argv.map((word) => redactLine(word, secrets)) : argv;
}

function redactLine(command: Uint8Array, secrets: Secrets): Uint8Array {
  if (!command.includes(BLANK)) return command;
  const { asked } = redactAsk({ asked: { kind: 'string', command } }, [], secrets);
  return asked.kind === 'string' ? asked.command : command;
}

const BLANK = 0x20;
