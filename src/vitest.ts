import { expect } from 'vitest';
import { matchers } from './vitest/matchers.ts';

expect.extend(matchers);

export { expect };
export { describe, type TestContext } from 'vitest';
export type { CallMatch } from './calls/call-match.ts';
export type { TestDeck } from './vitest/deck.ts';
export { type DeckFixtures, test, test as it } from './vitest/fixture.ts';
export type { AnsweredFrom } from './vitest/matchers.ts';
export type { TestDeckOptions } from './vitest/options.ts';
