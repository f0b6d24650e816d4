import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { TapeheadError } from '../errors.ts';
import { visibleLines } from '../visible.ts';

/**
 * Asks the person at the terminal, not stdin, which COMMAND may own. What is typed is shown only with
 * `echo`. Undefined where no terminal is there to ask at.
 */
export function askAtTerminal(): ((text: string, echo: boolean) => Promise<string>) | undefined {
  try {
    closeSync(openSync('/dev/tty', 'r+'));
  } catch {
    return undefined; // no controlling terminal: a job of CI, a service
  }
  let before: Promise<unknown> = Promise.resolve();
  return (text, echo) => {
    // One question at a time: two upstreams may have one each.
    const answer = before.then(() => ask(text, echo));
    before = answer.catch(() => undefined);
    return answer;
  };
}

async function ask(text: string, echo: boolean): Promise<string> {
  const input = new ReadStream(openSync('/dev/tty', 'r'));
  const output = new WriteStream(openSync('/dev/tty', 'w'));
  try {
    output.write(visibleLines(text));
    input.setRawMode(true);
    return await readLine(input, (typed) => echo && output.write(typed));
  } finally {
    input.setRawMode(false);
    output.write('\n');
    input.destroy();
    output.destroy();
  }
}

/** A line typed in raw mode, where nobody but us minds Backspace, Ctrl-U, Ctrl-C and Ctrl-D. */
async function readLine(input: AsyncIterable<Buffer>, show: (typed: string) => void): Promise<string> {
  let line = '';
  const decoder = new TextDecoder();
  for await (const bytes of input) {
    for (const char of decoder.decode(bytes, { stream: true })) {
      if (char === '\r' || char === '\n') return line;
      if (char === '\x03' || char === '\x04') throw givenUp();
      if (char === '\x15') line = '';
      else if (char === '\x7f' || char === '\b') line = Array.from(line).slice(0, -1).join('');
      else line += char;
      show(char === '\x7f' || char === '\b' ? '\b \b' : char);
    }
  }
  throw givenUp();
}

const givenUp = (): TapeheadError =>
  new TapeheadError(
    'UPSTREAM_AUTH',
    'the question was not answered',
    'put the password into TAPEHEAD_UPSTREAM_PASSWORD, or name a key with --identity',
  );
