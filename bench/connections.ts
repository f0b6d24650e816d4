import { onBed } from './bed.ts';
import { connect, executeText } from './client.ts';
import { startDeck } from './deck-process.ts';
import { ms, printFigures } from './figure.ts';
import { timed } from './samples.ts';

const CONNECTIONS = 200;
const EXECS = 10;

/** 200 connections at once with 10 execs each, every one with an answer of its own. */
export const connections = (): Promise<void> =>
  onBed(async (bed) => {
    const commands = Array.from({ length: EXECS }, (_, i) => `echo answer ${i}`);
    const cassette = await bed.record('x.cassette', commands);
    await using deck = await startDeck({ mode: 'none', cassettes: [cassette] });
    let lost = 0;
    let mixedUp = 0;
    const took = await timed(() =>
      Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          const client = await connect({ ...deck.login, readyTimeout: 60_000 });
          await Promise.all(
            commands.map(async (command, i) => {
              const text = await executeText(client, command);
              if (text === '') lost++;
              else if (text !== `answer ${i}\n`) mixedUp++;
            }),
          );
          client.end();
        }),
      ),
    );
    printFigures(`${CONNECTIONS} connections × ${EXECS} execs at once (${ms(took)})`, [
      { name: 'lost', measured: String(lost), wanted: '0', met: lost === 0 },
      { name: 'mixed up', measured: String(mixedUp), wanted: '0', met: mixedUp === 0 },
    ]);
  });
