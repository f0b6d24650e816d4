import type { Clock } from '../clock.ts';
import type { CallFeed, PlacedCall } from './call-feed.ts';

/** A comment that often tells both sides that the other is there, in ms. */
const HEARTBEAT = 15_000;

/** How long a client is to wait before it comes again, in ms. */
const RETRY = 1_000;

/** How many calls are kept for a client that does not read them. */
const AT_ONCE = 32;

/**
 * Calls behind a place as server-sent events, those of now and those to come, until `gone`. Little is kept for
 * who reads slowly: what the deck keeps no more by then is told as lost.
 */
export async function* callEvents(
  feed: CallFeed,
  from: number,
  json: (call: PlacedCall) => object,
  clock: Clock,
  gone: AbortSignal,
): AsyncGenerator<string, undefined> {
  yield `retry: ${RETRY}\n\n`;
  for (let place = from; ;) {
    const { calls, lost } = feed.after(place, AT_ONCE);
    if (lost > 0) yield `event: lost\ndata: ${JSON.stringify({ lost })}\n\n`;
    for (const call of calls) yield eventOf(call.place, json(call));
    place += lost + calls.length;
    if (feed.last > place) continue;
    if (gone.aborted) return undefined;
    if (!(await comesBefore(HEARTBEAT, feed, place, clock, gone))) yield ': here\n\n';
  }
}

const eventOf = (id: number, data: object): string =>
  `id: ${id}\nevent: call\ndata: ${JSON.stringify(data)}\n\n`;

async function comesBefore(
  ms: number,
  feed: CallFeed,
  place: number,
  clock: Clock,
  gone: AbortSignal,
): Promise<boolean> {
  const over = new AbortController();
  const leave = (): void => over.abort();
  gone.addEventListener('abort', leave);
  try {
    const next = feed.next(place, over.signal).then(() => true);
    return await Promise.race([next, clock.wait(ms, over.signal).then(() => false)]);
  } finally {
    leave();
    gone.removeEventListener('abort', leave);
  }
}
