import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { toText } from '../../src/cassette/text.ts';
import type { VerifyReport } from '../../src/verified.ts';
import { writeCassette } from '../support/tape.ts';
import { aCassette, aHost, openVerification, verdicts, verified } from './a-verification.ts';

const TAPE = ['one', 'two', 'three', 'four'].map((word) => ({
  command: `echo ${word}`,
  stdout: `${word}\n`,
  start: word === 'one' ? 0 : 7, // at the same time, so that only their places tell them apart
}));
const DRIFTED = { 'echo two': { stdout: 'zwei\n' }, 'echo three': { stdout: 'drei, with more to it\n' } };

describe('accepting', () => {
  it('changes what was chosen, and of nothing else a byte', async () => {
    const cassette = aCassette(TAPE);
    const before = bodies(cassette);
    await accepting(cassette, ({ recordings }) =>
      recordings.filter(({ command }) => command === 'echo three'),
    );
    const after = bodies(cassette);
    expect(after.map((body, i) => body.equals(before[i] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(text(cassette)).toContain('drei');
    expect(text(cassette)).not.toContain('zwei');
    expect(existsSync(`${cassette}.journal`)).toBe(false);
  });

  it('keeps index, head and start of what it replaces', async () => {
    const cassette = aCassette(TAPE);
    const before = heads(cassette);
    await accepting(cassette, drifted);
    expect(heads(cassette)).toEqual(before);
    expect(verdicts(await verified(cassette, aHost(TAPE, DRIFTED)))).toEqual(TAPE.map(() => 'same'));
  });

  it('makes the cassette what a recorder would have made of it', async () => {
    const cassette = aCassette(TAPE);
    await accepting(cassette, drifted);
    using file = CassetteFile.open(cassette);
    for (let i = 0; i < file.count; i++) for (const _ of file.events(i));
    expect(file.count).toBe(TAPE.length);
  });

  it('of nothing leaves the file as it is, and no journal', async () => {
    const cassette = aCassette(TAPE);
    const before = readFileSync(cassette);
    await accepting(cassette, () => []);
    expect(readFileSync(cassette)).toEqual(before);
    expect(existsSync(`${cassette}.journal`)).toBe(false);
  });

  it('is refused where the cassette was changed meanwhile, by a rename or in place', async () => {
    for (const change of [
      (path: string) => void writeCassette(path.replace('x.', 'y.'), TAPE.slice(0, 2)),
      (path: string) => writeFileSync(path, readFileSync(path)),
    ]) {
      const cassette = aCassette(TAPE);
      await using verification = await openVerification(cassette, aHost(TAPE, DRIFTED), { accept: true });
      const report = await verification.run();
      change(cassette);
      const other = cassette.replace('x.', 'y.');
      if (existsSync(other)) writeFileSync(cassette, readFileSync(other));
      const changed = readFileSync(cassette);
      await expect(verification.accept(drifted(report))).rejects.toMatchObject({ code: 'CASSETTE_CHANGED' });
      expect(readFileSync(cassette)).toEqual(changed);
    }
  });

  it('keeps recorders away meanwhile', async () => {
    const cassette = aCassette(TAPE);
    await using verification = await openVerification(cassette, aHost(TAPE, DRIFTED), { accept: true });
    await verification.run();
    expect(() => writeCassette(cassette, TAPE)).toThrow('is being recorded to');
  });

  it('takes secrets from what it tapes', async () => {
    const key = ['ABCDE', '12345', 'FGHIJ', '67890', 'KLMNO'].join('-');
    const cassette = aCassette(TAPE);
    await accepting(cassette, drifted, { 'echo two': { stdout: `key: ${key}\n` } });
    expect(readFileSync(cassette).includes(key)).toBe(false);
    expect(text(cassette)).toContain('licence-key');
  });

  it('trusts the cassette as it is then', async () => {
    const cassette = aCassette(TAPE);
    await accepting(cassette, drifted);
    await using again = await openVerification(cassette, aHost(TAPE), { trust: false });
    expect(again.untrusted).toEqual([]);
  });
});

const drifted = ({ recordings }: VerifyReport) => recordings.filter(({ verdict }) => verdict === 'drift');

async function accepting(
  cassette: string,
  choose: (report: VerifyReport) => VerifyReport['recordings'],
  answers: Parameters<typeof aHost>[1] = DRIFTED,
): Promise<void> {
  await using verification = await openVerification(cassette, aHost(TAPE, answers), { accept: true });
  await verification.accept(choose(await verification.run()));
}

function bodies(path: string): Buffer[] {
  using file = CassetteFile.open(path);
  const bytes = readFileSync(path);
  return Array.from({ length: file.count }, (_, i) => {
    const { offset, length } = file.entry(i);
    return bytes.subarray(offset, offset + length);
  });
}

function heads(path: string) {
  using file = CassetteFile.open(path);
  return Array.from({ length: file.count }, (_, i) => file.head(i));
}

function text(path: string): string {
  using file = CassetteFile.open(path);
  return [...toText(file)].join('');
}
