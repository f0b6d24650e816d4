import { readFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { invocation, TempFolder, writeCassette } from '../support/tape.ts';

/** As long as the other, frame by frame, so that nothing but its bytes tells one file from the other. */
const [OLD, NEW] = ['old', 'new'].map((word) =>
  Array.from({ length: 40 }, (_, i) => `${word} ${String(i).padStart(3, '0')}\n`.repeat(12_500)),
) as [string[], string[]];

function tape(path: string, outputs: readonly string[]): string {
  return writeCassette(path, [
    { command: 'short', stdout: outputs[0]?.slice(0, 8) ?? '' },
    {
      command: 'long',
      stdout: '',
      events: outputs.map((output) => ({ type: 'stdout', bytes: Buffer.from(output), at: 2 })),
    },
  ]);
}

interface Given {
  stdout: string;
  stderr: string;
  code: number | undefined;
}

/** What a client is given, who does something after the first output. */
async function given(deck: Deck, command: string, meanwhile = (): void => undefined): Promise<Given> {
  const client = new TestClient().eof();
  const send = client.send.bind(client);
  let first = true;
  client.send = async (event) => {
    await send(event);
    if (first && event.type === 'stdout') meanwhile();
    if (event.type === 'stdout') first = false;
  };
  await deck.answer(invocation(command), client);
  const code = client.outcome?.kind === 'exited' ? client.outcome.code : undefined;
  return { stdout: client.stdout, stderr: client.stderr, code };
}

const LONG = { stdout: OLD.join(''), stderr: '', code: 0 };
const SHORT = { stdout: 'old 000\n', stderr: '', code: 0 };
const WRITTEN_OVER =
  /tapehead: .*a\.cassette was written over after it was opened.*\ntry: start again with the file as it is now/;

describe('a cassette that is replaced while it is played', () => {
  test('by a rename goes on being played as it was', async () => {
    using folder = new TempFolder();
    const path = tape(folder.file('a.cassette'), OLD);
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    const replace = (): void => renameSync(tape(folder.file('b.cassette'), NEW), path);
    expect(await given(deck, 'long', replace)).toEqual(LONG);
    expect(await given(deck, 'short')).toEqual(SHORT);
    expect(await given(deck, 'long')).toEqual(LONG);
  });

  test('in place by another of the same form gives 125 and the reason before any of its bytes', async () => {
    using folder = new TempFolder();
    const path = tape(folder.file('a.cassette'), OLD);
    const other = readFileSync(tape(folder.file('b.cassette'), NEW));
    expect(other.length).toBe(readFileSync(path).length);
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    expect(await given(deck, 'short')).toEqual(SHORT);
    overwrite(path, other);
    for (const command of ['short', 'long']) {
      expect(await given(deck, command)).toEqual({
        stdout: '',
        stderr: expect.stringMatching(WRITTEN_OVER) as string,
        code: 125,
      });
    }
    const { troubles, misses } = await deck.close();
    expect({ troubles: troubles.map(({ provenance }) => provenance), misses }).toMatchObject({
      troubles: [
        { from: 'trouble', code: 'CASSETTE_DAMAGED' },
        { from: 'trouble', code: 'CASSETTE_DAMAGED' },
      ],
      misses: [],
    });
  });

  test('in place under somebody’s output ends it with 125 and the reason, and none of the new bytes', async () => {
    using folder = new TempFolder();
    const path = tape(folder.file('a.cassette'), OLD);
    const other = readFileSync(tape(folder.file('b.cassette'), NEW));
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    const { stdout, stderr, code } = await given(deck, 'long', () => overwrite(path, other));
    expect(code).toBe(125);
    expect(stderr).toMatch(WRITTEN_OVER);
    expect(stdout.length).toBeGreaterThan(0);
    expect(LONG.stdout.startsWith(stdout)).toBe(true);
  });

  test.each(['before', 'under'])(
    'cut short %s somebody’s output is told, and never plays for whole',
    async (when) => {
      using folder = new TempFolder();
      const path = tape(folder.file('a.cassette'), OLD);
      await using deck = await openDeck({ mode: 'none', cassettes: [path] });
      const cut = (): void => truncateSync(path, readFileSync(path).length / 2);
      if (when === 'before') cut();
      const { stdout, stderr, code } = await given(deck, 'long', when === 'under' ? cut : undefined);
      expect(code).toBe(125);
      expect(stderr).toMatch(
        /tapehead: .*a\.cassette (was written over after it was opened|is damaged at byte)/,
      );
      expect(LONG.stdout.startsWith(stdout)).toBe(true);
      expect(stdout.length > 0).toBe(when === 'under');
      // What lies before the cut is what it was.
      expect(await given(deck, 'short')).toEqual(SHORT);
    },
  );

  test('by the same bytes, or only touched, plays on', async () => {
    using folder = new TempFolder();
    const path = tape(folder.file('a.cassette'), OLD);
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    overwrite(path, readFileSync(path));
    expect(await given(deck, 'long')).toEqual(LONG);
    utimesSync(path, 1, 1);
    expect(await given(deck, 'short')).toEqual(SHORT);
  });
});

/** As `cp` does, at a time that differs from that of the writing before, however coarse the system's clock is. */
function overwrite(path: string, bytes: Buffer): void {
  writeFileSync(path, bytes);
  utimesSync(path, new Date(), new Date(Date.now() + 2_000));
}
