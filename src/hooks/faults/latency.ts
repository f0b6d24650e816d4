import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { duration } from '../duration.ts';
import { PassedOn } from '../../passed-on.ts';
import type { Draws } from './draws.ts';
import type { Distribution } from './spec.ts';

/** How long it takes, in ms, where chance has a say. @throws TapeheadError BAD_HOOK */
export function latencyOf(spec: string | Distribution): (draw: Draws) => number {
  if (typeof spec === 'string') {
    const fixed = duration(spec);
    return () => fixed;
  }
  if ('uniform' in spec) {
    const [from, to] = spec.uniform.map(duration) as [number, number];
    return (draw) => from + draw() * (to - from);
  }
  if ('normal' in spec) {
    const [mean, deviation] = [duration(spec.normal.mean), duration(spec.normal.deviation)];
    return (draw) => Math.max(0, mean + deviation * standardNormal(draw));
  }
  const mean = duration(spec.exponential.mean);
  return (draw) => -mean * Math.log(1 - draw());
}

/** Box and Muller, 1958. */
const standardNormal = (draw: Draws): number =>
  Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** A client to whom the first word comes late. */
export class Late extends PassedOn {
  readonly #wait: () => Promise<void>;
  #waited: Promise<void> | undefined;

  constructor(client: Stdio, wait: () => Promise<void>) {
    super(client);
    this.#wait = wait;
  }

  override async send(event: OutputEvent): Promise<void> {
    await (this.#waited ??= this.#wait());
    await this.client.send(event);
  }
}
