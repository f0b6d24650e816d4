import { expect, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { shimDoor, sshDoor } from './conformance/doors.ts';

/** Far more than any chunk of a door or a pipe holds. */
const LENGTH = 300_000;
const ZEROS = {
  argv: ['sh', '-c', `head -c ${LENGTH} /dev/zero; head -c ${LENGTH} /dev/zero >&2`],
  typed: '',
};

const scatters = (seed: number | undefined): HookSpec => ({
  when: 'before',
  do: {
    fault: (['stdout', 'stderr'] as const).flatMap((stream) => [
      { corrupt: { stream, chance: 0.001 }, ...(seed !== undefined && { seed }) },
      { duplicate: { stream, chance: 0.001 }, ...(seed !== undefined && { seed }) },
    ]),
  },
});

needs('ssh', 'gcc')('the same seed', () => {
  it('gives the same bytes in every run, by either door, turn by turn, however chunks come', async () => {
    using shims = new Shims().link('sh');
    const seen: [what: string, run: string][] = [];
    for (const seed of [undefined, 2]) {
      for (let run = 0; run < 2; run++) {
        const doors = { ssh: [{}], shim: [{ path: shims.socket }] };
        const upstream = { url: 'local:' };
        await using deck = await openDeck({ mode: 'none', upstream, hooks: [scatters(seed)], ...doors });
        await using ssh = await sshDoor(deck);
        for (const [door, { ask }] of Object.entries({ ssh, shim: shimDoor(shims) })) {
          for (let turn = 1; turn <= 2; turn++) {
            const { stdout, stderr } = await ask({ ...ZEROS, origin: door, kill: undefined });
            expect(stdout.length).toBeGreaterThan(LENGTH);
            seen.push([`seed ${seed ?? 'of the deck'}, turn ${turn}`, `${stdout}\n${stderr}`]);
          }
        }
      }
    }
    const differing = (what: string): number =>
      new Set(seen.flatMap(([one, run]) => (one === what ? [run] : []))).size;
    const kinds = [...new Set(seen.map(([what]) => what))];
    expect(kinds.map(differing)).toEqual([1, 1, 1, 1]);
    expect(new Set(seen.map(([, run]) => run)).size).toBe(4);
  });
});
