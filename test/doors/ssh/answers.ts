import type { Answer } from '../../../src/doors/door.ts';
import type { Event } from '../../../src/event.ts';
import type { Invocation } from '../../../src/invocation.ts';
import { exited, type Outcome } from '../../../src/outcome.ts';
import type { Stdio } from '../../../src/stdio.ts';
import { openSshDoor, type SshDoor, type SshDoorOptions } from '../../../src/doors/ssh/door.ts';

/** A door whose executions are answered by `answer`. */
export const doorFor = (answer: Answer, options: Partial<SshDoorOptions> = {}): Promise<SshDoor> =>
  openSshDoor({ origin: 'of-the-door', ...options }, answer);

export const commandOf = ({ asked }: Invocation): string =>
  asked.kind === 'string' ? Buffer.from(asked.command).toString('latin1') : asked.kind;

/** Prints, and exits 0. */
export const prints =
  (text: string): Answer =>
  async (_invocation, stdio) => {
    await out(stdio, text);
    await ends(stdio);
  };

/** Reads stdin to its end, and prints it. */
export const cat: Answer = async (_invocation, stdio) => {
  for await (const event of stdio.stdin) {
    if (event.type === 'stdin') await stdio.send({ type: 'stdout', bytes: event.bytes });
  }
  await ends(stdio);
};

/** Runs until the client is gone. */
export const forever: Answer = (_invocation, stdio) => {
  stdio.started();
  return gone(stdio);
};

export const gone = (stdio: Stdio): Promise<void> =>
  new Promise((resolve) => {
    if (stdio.gone.aborted) return resolve();
    stdio.gone.addEventListener('abort', () => resolve(), { once: true });
  });

export const out = (stdio: Stdio, text: string): Promise<void> =>
  stdio.send({ type: 'stdout', bytes: Buffer.from(text) });

export async function ends(stdio: Stdio, outcome: Outcome = exited(0)): Promise<void> {
  await stdio.send({ type: 'eof', stream: 'stdout' });
  await stdio.send({ type: 'eof', stream: 'stderr' });
  await stdio.send({ type: 'outcome', outcome });
}

/** Collects what the client sends, up to what `until` says. */
export async function drawControls(stdio: Stdio, count: number): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stdio.controls) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

/** Calls an answer only once, and resolves with what it was called with. */
export function asks(answer: Answer): { answer: Answer; asked: Promise<[Invocation, Stdio]> } {
  let tell!: (call: [Invocation, Stdio]) => void;
  const asked = new Promise<[Invocation, Stdio]>((resolve) => (tell = resolve));
  return {
    asked,
    answer: (invocation, stdio) => {
      tell([invocation, stdio]);
      return answer(invocation, stdio);
    },
  };
}
