import { callJson } from '../call-json.ts';
import type { CallFeed, Calls, PlacedCall } from './call-feed.ts';
import { callEvents } from './call-stream.ts';
import type { ControlRequest, Operation, QueryParameter } from './operation.ts';
import { Refusal } from './refusal.ts';

const SINCE: QueryParameter = {
  name: 'since',
  type: 'count',
  description: 'Only calls behind this place; 0 is before the first.',
};

/** Calls are listed, taken and followed; they are shown as the log shows them, without secrets. */
export const CALL_OPERATIONS: readonly Operation[] = [
  {
    id: 'listCalls',
    method: 'GET',
    path: '/v1/calls',
    summary: 'The calls that were answered and are kept, in the order of their answers.',
    query: [SINCE],
    answer: { status: 200, description: 'The calls.', schema: 'Calls' },
    handle: (request, { calls }) => ({ json: listed(calls.after(request.count('since') ?? 0), calls) }),
  },
  {
    id: 'takeCalls',
    method: 'POST',
    path: '/v1/calls/take',
    summary: 'The calls that were answered since somebody last took them.',
    answer: { status: 200, description: 'The calls.', schema: 'Calls' },
    handle: (_, { calls }) => ({ json: listed(calls.take(), calls) }),
  },
  {
    id: 'followCalls',
    method: 'GET',
    path: '/v1/calls/stream',
    summary:
      'Calls as they are answered, as server-sent events: `call` with a Call as its data and its place as its id, ' +
      '`lost` with how many are kept no more. Without since and Last-Event-ID it begins now.',
    query: [SINCE],
    answer: { status: 200, description: 'Events, until the deck ends.', schema: 'Call', events: true },
    handle(request, { calls, clock }) {
      const from = resumedAt(request) ?? request.count('since') ?? calls.last;
      // A place that this deck has not come to was another deck's.
      const place = from > calls.last ? 0 : from;
      return { events: callEvents(calls, place, placedJson, clock, request.gone) };
    },
  },
];

const listed = ({ calls, lost }: Calls, { last }: CallFeed): object => ({
  calls: calls.map(placedJson),
  lost,
  last,
});

const placedJson = ({ place, call }: PlacedCall): object => ({ place, ...callJson(call) });

function resumedAt({ lastEventId }: ControlRequest): number | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  const message = `Last-Event-ID is ${JSON.stringify(lastEventId)}`;
  throw new Refusal(400, message, 'send the id of the last event, or none');
}
