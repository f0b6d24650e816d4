import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { Finding, type Fuzzer } from './fuzzer.ts';

/** Finds something in cases whose first number is 3; keeps what each was made of. */
function finds(name: string, make = (input: string): Error => new Finding('a three', input)) {
  const made: string[] = [];
  const fuzzer: Fuzzer = {
    name,
    open: () =>
      Promise.resolve({
        run({ int }, caseNumber) {
          const input = `case ${caseNumber} made of ${int(10)} and ${int(1000)}`;
          made.push(input);
          return input.includes('of 3') ? Promise.reject(make(input)) : Promise.resolve();
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
  return { fuzzer, made };
}

const nothing: Fuzzer = {
  name: 'nothing',
  open: () =>
    Promise.resolve({ run: () => Promise.resolve(), [Symbol.asyncDispose]: () => Promise.resolve() }),
};

async function run(args: string[], ...fuzzers: Fuzzer[]) {
  const lines: string[] = [];
  const said = { line: (text: string) => lines.push(text), progress: () => undefined };
  const code = await fuzz(args, fuzzers, { ...said, enough: new AbortController().signal });
  return { code, lines };
}

/** The one line that begins so, without that; and where that is a file, what is in it. */
const after = (lines: string[], start: string): string =>
  lines.find((line) => line.startsWith(start))?.slice(start.length) ?? '';

const caseOf = (lines: string[]): string => after(lines, '  case: ').split(' ')[0] ?? '';

function takeInput(lines: string[]): string {
  const path = after(lines, '  input: ');
  const content = readFileSync(path, 'utf8');
  rmSync(dirname(path), { recursive: true });
  return content;
}

describe('a finding', () => {
  test('is told with its seed, its case, its input in a file, and the command that runs it again', async () => {
    const { fuzzer, made } = finds('threes');
    const { code, lines } = await run(['--seed', '7', '--for', '1h'], fuzzer);
    expect(code).toBe(1);
    const last = made.length - 1;
    expect(lines[0]).toMatch(/^threes: \d+ cases? in \d+ s, seed 7, FOUND SOMETHING$/);
    expect(lines).toContain(`  case: ${last} of seed 7`);
    expect(after(lines, '  what: ')).toMatch(/^Finding: a three/);
    expect(takeInput(lines)).toBe(made[last]);

    const again = after(lines, '  again: npm run fuzz -- ').split(' ');
    expect(again).toEqual(['threes', '--seed', '7', '--case', String(last)]);
    const repeated = finds('threes');
    const second = await run(again, repeated.fuzzer);
    expect(second.code).toBe(1);
    expect(repeated.made).toEqual([made[last]]);
    expect(second.lines[0]).toMatch(/^threes: 1 case in 0 s, seed 7, FOUND SOMETHING$/);
    takeInput(second.lines);
  });

  test('is also what the fuzzer itself throws; the others run all the same', async () => {
    const { fuzzer } = finds('breaks', () => new TypeError('x is not a function'));
    const { lines: found } = await run(['--seed', '7', '--for', '1h'], fuzzer);
    takeInput(found);
    const { code, lines } = await run(['--seed', '7', '--case', caseOf(found)], fuzzer, nothing);
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('nothing: 1 case in 0 s, seed 7, nothing found');
    expect(takeInput(lines)).toMatch(/^TypeError: x is not a function\n {4}at /);
  });
});

test('nothing found is one line and exit 0, with the seed that was drawn', async () => {
  const { code, lines } = await run(['nothing', '--case', '4'], finds('threes').fuzzer, nothing);
  expect({ code, lines }).toEqual({
    code: 0,
    lines: [expect.stringMatching(/^nothing: 1 case in 0 s, seed \d+, nothing found$/)],
  });
});

test('--help names them, and runs none', async () => {
  const { fuzzer, made } = finds('threes');
  const { code, lines } = await run(['--help'], fuzzer, nothing);
  expect({ code, names: lines.slice(1), made }).toEqual({
    code: 0,
    names: ['  threes', '  nothing'],
    made: [],
  });
});

test.each([
  [['sevens'], 'there is no fuzzer sevens; there are: threes, nothing'],
  [['--for', '10'], '--for takes a duration such as 30s, 5m or 1h, not 10'],
  [['--seed', '-1'], /--seed/],
  [['--fast'], /--fast/],
])('what cannot be is usage: %s', async (args, message) => {
  const { code, lines } = await run(args, finds('threes').fuzzer, nothing);
  expect(code).toBe(2);
  expect(lines).toEqual([expect.stringMatching(message)]);
});

test('the script runs from dist', () => {
  const main = fileURLToPath(new URL('../../dist/test/fuzz/main.js', import.meta.url));
  const args = [main, 'cassette', 'stdin', 'window', '--seed', '7', '--case', '1'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stdout).toMatch(/^(?:(?:cassette|stdin|window): 1 case in \d+ s, seed 7, nothing found\n){3}$/);
  expect(status).toBe(0);
});
