import type { Operation } from './operation.ts';
import { Refusal } from './refusal.ts';

/** Cassettes are listed, inserted and ejected while the deck runs. */
export const CASSETTE_OPERATIONS: readonly Operation[] = [
  {
    id: 'listCassettes',
    method: 'GET',
    path: '/v1/cassettes',
    summary: 'The cassettes that play, in the order they play.',
    answer: { status: 200, description: 'The cassettes.', schema: 'Cassettes' },
    handle: (_, deck) => ({ json: { cassettes: deck.cassettes() } }),
  },
  {
    id: 'insertCassette',
    method: 'POST',
    path: '/v1/cassettes',
    summary:
      'Plays one more cassette, in its place by the order of paths. The others stay where they are. A relative ' +
      'path starts at the working folder of the deck.',
    body: { schema: 'Insert', required: true },
    answer: { status: 201, description: 'The cassette.', schema: 'Cassette' },
    refusals: { 404: 'There is no such file.', 409: 'It is in already, or is being recorded to.' },
    handle: ({ body }, deck) => ({ json: deck.insert(pathOf(body)) }),
  },
  {
    id: 'ejectCassette',
    method: 'DELETE',
    path: '/v1/cassettes',
    summary: 'Plays a cassette no more. A recording of it that has begun is played to its end.',
    query: [{ name: 'path', type: 'string', description: 'As it is listed.', required: true }],
    answer: { status: 204, description: 'It is out.' },
    refusals: { 404: 'No cassette of that path is in.', 409: 'It is being recorded to.' },
    handle(request, deck) {
      const path = request.text('path') ?? '';
      if (deck.eject(path)) return {};
      const message = `no cassette ${JSON.stringify(path)} is in`;
      throw new Refusal(404, message, 'GET /v1/cassettes has the paths of those that are');
    },
  },
];

function pathOf(body: unknown): string {
  const data = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  const other = Object.keys(data ?? {}).find((key) => key !== 'path');
  const remedy = 'send {"path": "FILE.cassette"}';
  if (other !== undefined) throw new Refusal(400, `${JSON.stringify(other)} is not known here`, remedy);
  if (data && 'path' in data && typeof data.path === 'string' && data.path !== '') return data.path;
  throw new Refusal(400, 'the body names no path', remedy);
}
