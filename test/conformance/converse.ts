import type { Connection, Running } from './client.ts';
import { bytesOf, join, type Observation, type Seen } from './observation.ts';
import { LEFT, type Row, type Step } from './row.ts';

/** What the steps of a conversation touch beside their own execution. */
export interface Surroundings {
  /** Where the programs are. */
  folder: string;
  /** Cuts every connection of the host. */
  hostDies(): Promise<void>;
}

/** Has a client run the executions of a row; what it saw of each, in their order. */
export async function converse(
  row: Row,
  connection: Connection,
  around: Surroundings,
): Promise<Observation[]> {
  const meeting = new Meeting(row.executions.length);
  const runs = row.executions.map((_, i) => () => run(row, i, connection, meeting, around));
  if (row.atOnce) return Promise.all(runs.map((start) => start()));
  const observations: Observation[] = [];
  for (const start of runs) observations.push(await start());
  return observations;
}

/** Far more than any execution takes; beyond it one hangs. In ms. */
const PATIENCE = 60_000;

async function run(
  { executions }: Row,
  index: number,
  connection: Connection,
  meeting: Meeting,
  around: Surroundings,
): Promise<Observation> {
  const execution = executions[index] as Row['executions'][number];
  const { command, shell = false, tty, env = {}, stdin = 'open', digested = false } = execution;
  const { steps = [], sees } = execution;
  const heard = new Heard();
  const running = await connection.start(
    { command: command(around.folder), shell, tty, env, stdin, digested },
    (stream, bytes) => heard.hear(stream, bytes),
  );
  const over = running.over.finally(() => {
    heard.end();
    void meeting.come(index);
  });
  let at = 'reading to the end';
  const talk = async (): Promise<Observation> => {
    for (const [i, step] of steps.entries()) {
      at = `step ${i + 1}, ${JSON.stringify(step)}`;
      await take(step, index, running, heard, meeting, around);
    }
    at = 'reading to the end';
    return leaves(steps) ? upToLeaving(heard, sees) : over;
  };
  return patiently(leaves(steps) ? talk() : Promise.all([talk(), over]).then(([seen]) => seen), () => {
    void running.cut();
    return `an execution hangs at ${at}, having said ${JSON.stringify(heard.excerpt())}`;
  });
}

export const leaves = (steps: readonly Step[]): boolean =>
  steps.some((step) => step.do === 'cancel' || step.do === 'go-away');

/** How much came before a client had left is by chance. */
function upToLeaving(heard: Heard, sees: Observation): Observation {
  const streams = ['stdout', 'stderr'] as const;
  const output = streams.map((type): Seen => ({
    type,
    bytes: heard.start(type, bytesOf(sees, type).length),
  }));
  return join([...output, LEFT]);
}

async function take(
  step: Step,
  index: number,
  running: Running,
  heard: Heard,
  meeting: Meeting,
  around: Surroundings,
): Promise<void> {
  switch (step.do) {
    case 'send':
      return oneOf(running.over, running.write(step.bytes));
    case 'send-lines':
      for (const lines of numbered(step.bytes)) await oneOf(running.over, running.write(lines));
      return;
    case 'widen':
      return running.widen(step.columns);
    case 'cancel':
      return running.cancel();
    case 'go-away':
      return running.cut();
    case 'close-stdin':
      return running.closeStdin();
    case 'until':
      return heard.until(step.stream, step.text);
    case 'meet':
      return meeting.come(index);
    case 'host-dies':
      return around.hostDies();
  }
}

/** What is written to a program that has ended may wait for ever. */
const oneOf = (over: Promise<unknown>, written: Promise<void>): Promise<void> =>
  Promise.race([written, over.then(() => undefined)]);

function* numbered(bytes: number): Generator<Buffer> {
  const lines = 8192;
  for (let at = 0; at < bytes / 8; at += lines) {
    const numbers = Array.from({ length: Math.min(lines, bytes / 8 - at) }, (_, i) => 1_000_000 + at + i);
    yield Buffer.from(`${numbers.join('\n')}\n`);
  }
}

/** What was heard of the start of each stream, and who waits for more of it. */
class Heard {
  #text = { stdout: '', stderr: '' };
  #after = { stdout: 0, stderr: 0 };
  #ended = false;
  #waiting: (() => void) | undefined;

  hear(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    // No step waits for more than a few lines.
    if (this.#text[stream].length < 64 * 1024) this.#text[stream] += Buffer.from(bytes).toString('latin1');
    this.#waiting?.();
  }

  end(): void {
    this.#ended = true;
    this.#waiting?.();
  }

  async until(stream: 'stdout' | 'stderr', text: string): Promise<void> {
    for (;;) {
      const found = this.#text[stream].indexOf(text, this.#after[stream]);
      if (found >= 0) this.#after[stream] = found + text.length;
      if (found >= 0 || this.#ended) return;
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  start(stream: 'stdout' | 'stderr', length: number): Uint8Array {
    return Buffer.from(this.#text[stream].slice(0, length), 'latin1');
  }

  excerpt(): { stdout: string; stderr: string } {
    return { stdout: this.#text.stdout.slice(-80), stderr: this.#text.stderr.slice(-80) };
  }
}

/** Where all executions of a row come together. */
class Meeting {
  readonly #missing: Set<number>;
  #onComplete!: () => void;
  readonly #complete = new Promise<void>((resolve) => (this.#onComplete = resolve));

  constructor(size: number) {
    this.#missing = new Set(Array.from({ length: size }, (_, i) => i));
  }

  come(index: number): Promise<void> {
    this.#missing.delete(index);
    if (this.#missing.size === 0) this.#onComplete();
    return this.#complete;
  }
}

async function patiently<T>(work: Promise<T>, onHang: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(onHang())), PATIENCE);
  });
  return Promise.race([work, hangs]).finally(() => clearTimeout(timer));
}
