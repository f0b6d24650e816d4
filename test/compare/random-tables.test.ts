import { expect, test } from 'vitest';
import { type Random, random } from '../support/random.ts';
import { compared, places, table } from './answers.ts';

// Tables with random edits: every edit is told, and nothing else is.

interface Edited {
  header: string[];
  rows: string[][];
  told: string[];
}

const HEADER = ['Name', 'Address', 'Driver', 'Link', 'MTU'];
const WORDS = ['Up', 'Down', 'none', 'a driver', 'x', 'full-duplex', '1.2.3-4', 'yes, no'];

const rowOf = (name: string, { pick, int }: Random): string[] => [
  name,
  `0000:${int(90) + 10}:00.${int(8)}`,
  pick(WORDS),
  pick(WORDS),
  String(1000 + int(9000)),
];

function edited(recorded: readonly string[][], tools: Random): Edited {
  const told = new Set<string>();
  let rows = recorded.map((row) => [...row]);
  for (let edits = 1 + tools.int(4); edits > 0; edits--) {
    const kind = tools.int(3);
    const row = tools.int(rows.length);
    const name = rows[row]?.[0] ?? '';
    if (kind === 0 && recorded.length - told.size > recorded.length / 2) {
      rows = rows.filter((_, i) => i !== row);
      for (const line of told) if (line.includes(`${name} ›`)) told.delete(line);
      if (!told.delete(`added ${name}`)) told.add(`removed ${name}`);
    } else if (kind === 1) {
      const added = `new${edits}-${'z'.repeat(tools.int(12))}`;
      rows.splice(row, 0, rowOf(added, tools));
      told.add(`added ${added}`);
    } else if (!told.has(`added ${name}`)) {
      const column = 1 + tools.int(HEADER.length - 1);
      const value = column === 4 ? String(20_000 + edits) : `changed${'y'.repeat(tools.int(9))}${edits}`;
      rows[row] = rows[row]?.with(column, value) ?? [];
      told.add(`changed ${name} › ${HEADER[column]}`);
    }
  }
  return { header: HEADER, rows, told: [...told] };
}

test('each random edit of a table is told, and nothing else', () => {
  const tools = random();
  for (let run = 0; run < 150; run++) {
    const count = 3 + tools.int(20);
    const recorded = Array.from({ length: count }, (_, i) => rowOf(`nic${i}`, tools));
    const { header, rows, told } = edited(recorded, tools);
    const result = compared(table(HEADER, recorded), table(header, rows));
    expect(places(result).sort(), `TAPEHEAD_SEED=${tools.seed}, run ${run}`).toEqual(told.sort());
  }
});

test('each random edit of a text is told, and nothing else', () => {
  const tools = random();
  for (let run = 0; run < 100; run++) {
    const lines = Array.from(
      { length: 20 + tools.int(200) },
      (_, i) => `${i} ${tools.pick(WORDS)} and more words`,
    );
    const at = tools.int(lines.length);
    const kind = tools.pick(['removed', 'added', 'changed']);
    const now =
      kind === 'removed'
        ? lines.toSpliced(at, 1)
        : kind === 'added'
          ? lines.toSpliced(at, 0, 'something that is in no other line')
          : lines.with(at, `${at} has other words and more words`);
    const result = compared(`${lines.join('\n')}\n`, `${now.join('\n')}\n`);
    expect(places(result), `TAPEHEAD_SEED=${tools.seed}, run ${run}`).toEqual([`${kind} line ${at + 1}`]);
  }
});
