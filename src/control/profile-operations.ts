import type { AnsweringProfile } from '../profiles/answering.ts';
import type { Controlled } from './controlled.ts';
import type { Operation } from './operation.ts';
import { Refusal } from './refusal.ts';

const NONE = { 404: 'No profile answers.' };

/** The mock host of an origin is read, replaced, and put back to its start. */
export const PROFILE_OPERATIONS: readonly Operation[] = [
  {
    id: 'getHost',
    method: 'GET',
    path: '/v1/origins/{origin}/profile',
    summary: 'The mock host of an origin, as it is now. It can be put again as it is.',
    answer: { status: 200, description: 'The host.', schema: 'Host' },
    refusals: NONE,
    async handle(request, deck) {
      return { json: await profileOf(deck).exported(request.parameter('origin')) };
    },
  },
  {
    id: 'putHost',
    method: 'PUT',
    path: '/v1/origins/{origin}/profile',
    summary: 'Another mock host stands for an origin. What is not said of it is as on a believable one.',
    body: { schema: 'Host', required: true },
    answer: { status: 204, description: 'It is there.' },
    refusals: NONE,
    async handle(request, deck) {
      await profileOf(deck).imported(request.parameter('origin'), request.body ?? {});
      return {};
    },
  },
  {
    id: 'resetHost',
    method: 'DELETE',
    path: '/v1/origins/{origin}/profile',
    summary: 'The mock host of an origin is as at the start. Recordings, hooks and states stay.',
    answer: { status: 204, description: 'It is.' },
    refusals: NONE,
    handle(request, deck) {
      profileOf(deck).reset(request.parameter('origin'));
      return {};
    },
  },
];

function profileOf({ profile }: Controlled): AnsweringProfile {
  if (profile) return profile;
  throw new Refusal(404, 'no profile answers in this deck', 'start it with --profile esxi');
}
