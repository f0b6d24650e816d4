import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Compared } from '../../src/compare/compared.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import type { Answer } from '../../src/compare/answer.ts';
import type { VolatilePart } from '../../src/normalise/normalising.ts';
import { hidden, normalisingOf } from './hidden.ts';

/** Outputs of real hosts, which are not ours to publish. */
const OUTPUTS = join(import.meta.dirname, '..', '..', '..', 'shared', 'esx', 'outputs');
const isThere = existsSync(OUTPUTS);

interface Output {
  name: string;
  command: string;
  text: string;
}

const outputs = (): Output[] =>
  readdirSync(OUTPUTS).flatMap((name) => {
    const [command, stdout] = [join(OUTPUTS, name, 'cmd'), join(OUTPUTS, name, 'stdout')];
    if (!existsSync(command) || !existsSync(stdout)) return [];
    return [{ name, command: readFileSync(command, 'utf8').trim(), text: readFileSync(stdout, 'latin1') }];
  });

/** Keys whose values are what tests are about. */
const KEPT =
  /^[ \t]*(?:MTU|Version|Build|Update|Patch|Link Status|Status|Admin Status|Speed|Driver|Firmware Version|NUMA Node Count|Num Ports|Used Ports|Size|Vendor|Model|Revision|VLAN ID|Config(?:ured)? Ports|Name|Display Name)\s*[:=] *(.*)$/gm;

const answer = (text: string): Answer => ({
  outcome: { kind: 'exited', code: 0 },
  stdout: { bytes: Buffer.from(text, 'latin1'), slots: [] },
  stderr: { bytes: new Uint8Array(), slots: [] },
});

const verdictOn = (command: string, recorded: string, current: string): Compared =>
  compare(
    {
      asked: { kind: 'string', command: Buffer.from(command) },
      recorded: answer(recorded),
      current: answer(current),
    },
    normalisingOf(command),
    new Pairs(),
  );

/** Other digits for each volatile part, the same for equal ones, unless that is there already. */
function withOtherIds(text: string, parts: readonly VolatilePart[]): string {
  let [current, done] = ['', 0];
  for (const { start, end } of parts) {
    const value = text.slice(start, end);
    const another = value.replace(/(?<!^t1?)[0-9]/g, (digit) => String((Number(digit) + 5) % 10));
    current += text.slice(done, start) + (text.includes(another) ? value : another);
    done = end;
  }
  return current + text.slice(done);
}

describe.runIf(isThere)('of outputs of real hosts', () => {
  it('no version, build, MTU, status or count is hidden', () => {
    for (const { name, command, text } of outputs()) {
      const values = (from: string): string[] => Array.from(from.matchAll(KEPT), ([line]) => line);
      const kept = values(text).filter((line) => !/naa\.|t10\.|eui\.|vml\.|vCLS/.test(line));
      const shown = values(hidden(text, { command }));
      for (const line of kept) expect(shown, `${name}: ${line}`).toContain(line);
    }
  });

  it('only columns of ids and times are hidden in tables', () => {
    const masked = outputs().flatMap(({ command, text }) =>
      normalisingOf(command)
        .parts(text, { stream: 'stdout' })
        .map(({ start, end, normaliser }) => ({
          normaliser,
          value: text.slice(start, end),
          command,
        })),
    );
    const looks: Readonly<Record<string, RegExp>> = {
      uuid: /^[0-9a-fA-F -]{35,47}$/,
      mac: /^(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/,
      disk: /^(?:naa|eui|t10|vml)\./,
      time: /\d\d:\d\d|^\d{10}$/,
      pid: /^\d+$/,
    };
    for (const { normaliser, value, command } of masked) {
      expect(value, `${normaliser} of ${command}`).toMatch(looks[normaliser] ?? /^/);
      if (normaliser === 'counter') expect(command).toMatch(/stat|esxtop|vmkfstools/);
    }
    expect(masked.length).toBeGreaterThan(100);
  });

  it('where only ids and times are others, it is the same after normalising, and nothing is told', () => {
    const drifted: string[] = [];
    let renewed = 0;
    for (const { name, command, text } of outputs()) {
      const current = withOtherIds(text, normalisingOf(command).parts(text, { stream: 'stdout' }));
      if (current === text) continue;
      renewed++;
      const { verdict, differences } = verdictOn(command, text, current);
      if (verdict !== 'same after normalising' || differences.length > 0)
        drifted.push(`${name}: ${verdict}, ${JSON.stringify(differences[0])}`);
    }
    expect(drifted).toEqual([]);
    expect(renewed).toBeGreaterThan(40);
  });

  it('a volume before and after it was used is the same, and is not where its size or its name is another', () => {
    const read = (name: string): string => readFileSync(join(OUTPUTS, name, 'stdout'), 'latin1');
    const [before, after] = [read('vmkfstools-Ph-v1-before'), read('vmkfstools-Ph-v1-after')];
    const command = 'vmkfstools -Ph -v 1 /vmfs/volumes/x';
    const verdict = (text: string): string => verdictOn(command, before, text).verdict;
    expect(verdict(before)).toBe('same');
    expect(verdict(after)).toBe('same after normalising');
    expect(verdict(after.replace('119.8 GB', '219.8 GB'))).toBe('drift');
    expect(verdict(after.replace('Thin_DS2', 'Thin_DS3'))).toBe('drift');
  });
});
