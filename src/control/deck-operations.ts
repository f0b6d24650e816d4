import type { Operation } from './operation.ts';
import { Refusal } from './refusal.ts';

/** What concerns the deck as a whole. */
export const DECK_OPERATIONS: readonly Operation[] = [
  {
    id: 'health',
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the deck serves.',
    answer: { status: 200, description: 'It does.', schema: 'Health' },
    handle: (_, { version, calls }) => ({ json: { status: 'ok', version, calls: calls.count } }),
  },
  {
    id: 'listStates',
    method: 'GET',
    path: '/v1/states',
    summary: 'The states that hooks have set. What is not among them is in the state "start".',
    query: [{ name: 'origin', type: 'string', description: 'Only those of this origin.' }],
    answer: { status: 200, description: 'The states, by origin.', schema: 'States' },
    handle(request, deck) {
      const only = request.text('origin');
      const states = deck.states().filter(({ origin }) => only === undefined || origin === only);
      return { json: { states } };
    },
  },
  {
    id: 'reset',
    method: 'POST',
    path: '/v1/reset',
    summary:
      'Begins anew: recordings play from the first again, hooks count from one, every state is "start", and hosts of a ' +
      'profile are as described. In one origin, or without a body in all of them. Hooks, cassettes and calls stay.',
    body: { schema: 'Reset', required: false },
    answer: { status: 204, description: 'It is done.' },
    handle({ body }, deck) {
      deck.reset(originOf(body));
      return {};
    },
  },
];

function originOf(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  const remedy = 'send {"origin": "NAME"}, or {} for all';
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'the body is no JSON object', remedy);
  }
  const other = Object.keys(body).find((key) => key !== 'origin');
  if (other !== undefined) throw new Refusal(400, `${JSON.stringify(other)} is not known here`, remedy);
  if (!('origin' in body)) return undefined;
  if (typeof body.origin === 'string') return body.origin;
  throw new Refusal(400, 'origin is no text', remedy);
}
