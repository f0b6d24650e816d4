import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Provenance } from '../../src/calls.ts';
import { jsonLog } from '../../src/cli/call-log.ts';
import { openDeck } from '../../src/deck.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';

const DOCUMENT = readFileSync(new URL('../../docs/log.md', import.meta.url), 'utf8');

/** First column of the tables. */
const documented = new Set(
  [...DOCUMENT.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, names = '']) =>
    names.split(', ').map((name) => name.slice(1, -1)),
  ),
);

it('every field that the log has is in its documentation', async () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line));
  {
    const hello = [{ modify: { cwd: '/' } }, { log: 'hello' }, { mock: { stdout: 'hello\n' } }];
    const greeting = { match: { target: 'greet' }, do: hello };
    await using deck = await openDeck({ mode: 'none', hooks: [greeting], log });
    for (const command of ['greet', 'leave']) {
      await deck.answer(invocation(command), new TestClient().eof());
    }
    log.told('a client was turned away');
  }
  const fields = lines.flatMap((line) => Object.keys(JSON.parse(line) as object));
  expect(lines).toHaveLength(6);
  expect([...new Set(fields)].filter((field) => !documented.has(field))).toEqual([]);
});

it('every kind of provenance is in its documentation', () => {
  const all: Record<Provenance['from'], true> = {
    cassette: true,
    upstream: true,
    hook: true,
    fault: true,
    passthrough: true,
    profile: true,
    miss: true,
    trouble: true,
  };
  expect(Object.keys(all).filter((from) => !documented.has(from))).toEqual([]);
});

it('the lines that the documentation shows are such as the log writes', () => {
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
  const lines = shown.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { event: 'asked', number: 1 },
    { event: 'hook', number: 1 },
    { event: 'answered', number: 1 },
    { event: 'door' },
  ]);
});
