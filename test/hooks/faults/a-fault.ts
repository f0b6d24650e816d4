import type { Clock } from '../../../src/clock.ts';
import type { OutputEvent } from '../../../src/event.ts';
import { faulting } from '../../../src/hooks/faults/fault.ts';
import type { FaultSpec } from '../../../src/hooks/faults/spec.ts';
import type { Step, Turn } from '../../../src/hooks/hook.ts';
import { exited } from '../../../src/outcome.ts';
import type { Stdio } from '../../../src/stdio.ts';
import { TestClient } from '../../support/client.ts';
import { asked } from '../a-hook.ts';

/** A clock on which waiting takes no time of ours, and which knows how long it would have, in ms. */
export class NotingClock implements Clock {
  readonly waits: number[] = [];
  #now = 0;
  readonly wall = (): number => 0;

  now(): number {
    return this.#now;
  }

  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms * 1000;
    return Promise.resolve();
  }
}

/** One turn of a fault, which shapes what is sent to `stdio`. */
export interface Faulted {
  client: TestClient;
  stdio: Stdio;
  clock: NotingClock;
}

export interface Where {
  number?: number;
  place?: string;
  seed?: number;
}

export function taken(
  spec: FaultSpec,
  client = new TestClient(),
  { number = 1, place = 'hook/0/0', seed = 1 }: Where = {},
): { step: Step | Promise<Step>; client: TestClient; clock: NotingClock } {
  const clock = new NotingClock();
  const world = { clock, folder: undefined, allowRun: false, seed };
  const turn: Turn = { invocation: asked('x'), client, captures: new Map(), number, log: () => undefined };
  return { step: faulting(spec, place, world).action(turn, client), client, clock };
}

export function faulted(spec: FaultSpec, client?: TestClient, where?: Where): Faulted {
  const { step, ...rest } = taken(spec, client, where);
  if (step instanceof Promise || step.kind !== 'on') throw new Error('it answers by itself');
  return { ...rest, stdio: step.stdio };
}

/** Says all of it, and ends. */
export async function says(stdio: Stdio, ...events: (string | Uint8Array | OutputEvent)[]): Promise<void> {
  const ends: OutputEvent[] = [
    { type: 'eof', stream: 'stdout' },
    { type: 'eof', stream: 'stderr' },
    { type: 'outcome', outcome: exited(0) },
  ];
  for (const event of [...events, ...ends]) {
    const isBytes = typeof event === 'string' || event instanceof Uint8Array;
    await stdio.send(isBytes ? { type: 'stdout', bytes: Buffer.from(event) } : event);
  }
}

export const onStderr = (text: string): OutputEvent => ({ type: 'stderr', bytes: Buffer.from(text) });
