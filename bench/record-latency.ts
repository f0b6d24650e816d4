import { onBed } from './bed.ts';
import { connect, execute } from './client.ts';
import { startDeck } from './deck-process.ts';
import { ms, printFigures } from './figure.ts';
import { p50, timed } from './samples.ts';

const PAIRS = 300;
const WARM_UP = 500;
const COMMAND = 'head -c 400 /dev/zero';

/** What recording adds to an exec: each pair runs it through the recorder and straight, one after the other. */
export const recordLatency = (): Promise<void> =>
  onBed(async (bed) => {
    await using deck = await startDeck({
      mode: 'all',
      cassette: bed.file('x.cassette'),
      upstream: bed.upstream,
    });
    const [recorded, straight] = [await connect(deck.login), await connect(bed.host)];
    const differences: number[] = [];
    for (let pair = -WARM_UP; pair < PAIRS; pair++) {
      const through = await timed(() => execute(recorded, COMMAND));
      const direct = await timed(() => execute(straight, COMMAND));
      if (pair >= 0) differences.push(through - direct);
    }
    recorded.end();
    straight.end();
    const added = p50(differences);
    printFigures(`latency that recording adds, ${PAIRS} pairs`, [
      { name: 'median of the differences', measured: ms(added), wanted: '≤ 0.6 ms', met: added <= 0.6 },
    ]);
  });
