import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import type { Answer } from '../../src/compare/answer.ts';
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

  it('a volume before and after it was used is the same, and is not where its size or its name is another', () => {
    const answer = (text: string): Answer => ({
      outcome: { kind: 'exited', code: 0 },
      stdout: { bytes: Buffer.from(text, 'latin1'), slots: [] },
      stderr: { bytes: new Uint8Array(), slots: [] },
    });
    const read = (name: string): string => readFileSync(join(OUTPUTS, name, 'stdout'), 'latin1');
    const [before, after] = [read('vmkfstools-Ph-v1-before'), read('vmkfstools-Ph-v1-after')];
    const command = 'vmkfstools -Ph -v 1 /vmfs/volumes/x';
    const asked = { kind: 'string', command: Buffer.from(command) } as const;
    const verdict = (text: string): string =>
      compare({ asked, recorded: answer(before), current: answer(text) }, normalisingOf(command), new Pairs())
        .verdict;
    expect(verdict(before)).toBe('same');
    expect(verdict(after)).toBe('same after normalising');
    expect(verdict(after.replace('119.8 GB', '219.8 GB'))).toBe('drift');
    expect(verdict(after.replace('Thin_DS2', 'Thin_DS3'))).toBe('drift');
  });
});
