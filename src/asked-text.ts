import type { Asked } from './invocation.ts';
import { quoteArgv } from './shell.ts';
import { visible } from './visible.ts';

/** What was asked, on one line that a person could type, at most `longest` characters of it. */
export function askedText(asked: Asked, longest = 160): string {
  const text = visible(plain(asked));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
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
