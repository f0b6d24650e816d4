import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation, TempFolder } from '../support/tape.ts';

let folder: TempFolder;
afterEach(() => folder[Symbol.dispose]());

/** Records these answers, and says what became of the file. */
async function record(outputs: Record<string, string>, manifest?: string): Promise<string> {
  const upstream = new FakeUpstream((command) => ({ stdout: outputs[command] ?? '' }));
  if (manifest !== undefined) writeFileSync(folder.file('m.yaml'), manifest);
  const manifests = manifest === undefined ? [] : [folder.file('m.yaml')];
  const deck = await openDeck({ mode: 'all', cassette: folder.file('x.cassette'), upstream, manifests });
  for (const command of Object.keys(outputs)) await deck.answer(invocation(command), new TestClient().eof());
  return (await deck.close()).cassette.kind;
}

const vm = (uuid: string, mtu = 1500): string => `UUID: ${uuid}\nMTU: ${mtu}\n`;
const A = '11111111-2222-4333-8444-555555555555';
const B = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const C = 'aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff';

describe('recording a host again', () => {
  it('leaves the file untouched where only a time stamp differs', async () => {
    folder = new TempFolder();
    await record({ date: '2026-11-21T10:00:00Z up\n', other: 'x' });
    const bytes = readFileSync(folder.file('x.cassette'));
    expect(await record({ date: '2027-01-02T03:04:05Z up\n', other: 'x' })).toBe('unchanged');
    expect(readFileSync(folder.file('x.cassette'))).toEqual(bytes);
  });

  it('writes the whole run for one real difference, so with the new time stamps', async () => {
    folder = new TempFolder();
    await record({ date: '2026-11-21T10:00:00Z\n', mtu: 'MTU: 1500\n' });
    expect(await record({ date: '2027-01-02T03:04:05Z\n', mtu: 'MTU: 9000\n' })).toBe('written');
    expect(readFileSync(folder.file('x.cassette')).includes('2027-01-02')).toBe(true);
  });

  it('writes it where an id stands for one in one answer and for another in the next', async () => {
    folder = new TempFolder();
    await record({ one: vm(A), two: vm(A) });
    expect(await record({ one: vm(B), two: vm(B) })).toBe('unchanged');
    expect(await record({ one: vm(B), two: vm(C) })).toBe('written');
  });

  it('writes it where an id stands for another in one answer, and for itself in the next', async () => {
    folder = new TempFolder();
    await record({ one: vm(A), two: vm(A) });
    expect(await record({ one: vm(B), two: vm(A) })).toBe('written');
    expect(await record({ one: vm(B), two: vm(B) })).toBe('written');
  });

  it('leaves it where origins side by side asked the same in another order', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
    const recorded = async (origins: readonly string[]): Promise<string> => {
      const deck = await openDeck({ mode: 'all', cassette: folder.file('x.cassette'), upstream });
      for (const origin of origins) {
        const client = new TestClient().eof();
        await deck.answer(invocation('uname', { origin }), client);
      }
      return (await deck.close()).cassette.kind;
    };
    await recorded(['a', 'b']);
    expect(await recorded(['b', 'a'])).toBe('unchanged');
  });

  it('goes by the normalisers of manifests, too', async () => {
    folder = new TempFolder();
    const hides = "version: 1\nnormalisers:\n- { name: load, pattern: 'load \\d+' }\n";
    const shows = 'version: 1\nnormalisers:\n- { name: time, off: true }\n';
    await record({ a: 'load 1 at 2026-11-21T10:00:00Z' });
    expect(await record({ a: 'load 2 at 2026-11-21T10:00:00Z' }, hides)).toBe('unchanged');
    expect(await record({ a: 'load 1 at 2026-11-21T11:00:00Z' }, shows)).toBe('written');
  });
});
