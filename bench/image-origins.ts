import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostListing, imageIn } from '../test/image-runs/an-image.ts';
import { asking, sandbox, tellingDeck, told } from '../test/image-runs/sandboxes.ts';
import { ms, printFigures } from './figure.ts';
import { timed } from './samples.ts';

const ORIGINS = 100;
const TIMES = 100;

/** A hundred sandboxes of one image on one deck, each an origin of its own, and a hundred commands in each. */
export async function imageOrigins(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const root = await imageIn(folder, { listing: hostListing(9_500) });
    const socket = join(folder, 'deck.sock');
    await using deck = await tellingDeck(folder, socket);
    const origins = Array.from({ length: ORIGINS }, (_, i) => `esx-${i}`);
    let said: string[] = [];
    const all = async (script: string): Promise<number> =>
      timed(
        async () =>
          (said = await Promise.all(origins.map((origin) => sandbox(root, socket, origin, script)))),
      );
    const empty = await all('true');
    const took = await all(asking(TIMES));
    const right = said.filter((text, i) => text === told(origins[i] ?? '', TIMES)).length;
    const { calls } = await deck.close();
    printFigures(`${ORIGINS} sandboxes of one image on one deck, ${TIMES} commands each`, [
      {
        name: 'all answered, each its own',
        measured: `${right} of ${ORIGINS} sandboxes, ${calls} calls`,
        wanted: `${ORIGINS}, ${ORIGINS * TIMES}`,
        met: right === ORIGINS && calls === ORIGINS * TIMES,
      },
      {
        name: 'took',
        measured: `${ms(took)}, of which ${ms(empty)} are the sandboxes`,
        wanted: 'told',
        met: true,
      },
      { name: 'a command', measured: ms((took - empty) / (ORIGINS * TIMES)), wanted: 'told', met: true },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
