import { CALL_OPERATIONS } from './call-operations.ts';
import { CASSETTE_OPERATIONS } from './cassette-operations.ts';
import { DECK_OPERATIONS } from './deck-operations.ts';
import { HOOK_OPERATIONS } from './hook-operations.ts';
import { PROFILE_OPERATIONS } from './profile-operations.ts';
import type { Operation } from './operation.ts';

const DOCUMENT: Operation = {
  id: 'openapi',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document.',
  answer: { status: 200, description: 'An OpenAPI 3.1 document.', schema: 'Document' },
  async handle() {
    const { openapi } = await import('./openapi.ts'); // loads zod, which only those who ask wait for
    return { json: openapi(OPERATIONS) };
  },
};

/** All that the control API does. */
export const OPERATIONS: readonly Operation[] = [
  ...DECK_OPERATIONS,
  ...HOOK_OPERATIONS,
  ...CALL_OPERATIONS,
  ...CASSETTE_OPERATIONS,
  ...PROFILE_OPERATIONS,
  DOCUMENT,
];
