import type { Call, ExecutedCall } from './calls.ts';
import type { Asked } from './invocation.ts';
import { quoteArgv } from './shell.ts';
import { visible } from './visible.ts';

/** What was asked, on one line that a person could type, at most `longest` characters of it. */
export function askedText(asked: Asked, longest = LONGEST): string {
  return shortened(visible(plain(asked)), longest);
}

const LONGEST = 160;

const shortened = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;

/** The same with what of it was executed, where hooks have modified it: `df -P /data (executed: in /tmp df -P /srv)`. */
export function callText({ asked, executed }: Pick<Call, 'asked' | 'executed'>): string {
  return executed ? `${askedText(asked)} (executed: ${executedText(executed)})` : askedText(asked);
}

/** As a cassette has it: folder, variables, words. */
function executedText({ argv, env, cwd }: ExecutedCall): string {
  const quoted = (words: readonly Uint8Array[]): string => Buffer.from(quoteArgv(words)).toString();
  const parts = [
    ...(cwd ? [`in ${quoted([cwd])}`] : []),
    ...env.map(([name, value]) => (value ? `${name}=${quoted([value])}` : `without ${name}`)),
    ...(argv ? [quoted(argv)] : []),
  ];
  return shortened(visible(parts.join(' ')), LONGEST);
}

function plain(asked: Asked): string {
  switch (asked.kind) {
    case 'argv':
      return Buffer.from(quoteArgv(asked.argv)).toString();
    case 'string':
      return Buffer.from(asked.command).toString();
    case 'session':
      return '(a shell session)';
    case 'subsystem':
      return `(the subsystem ${asked.name})`;
  }
}
