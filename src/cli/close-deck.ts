import type { Report } from '../report.ts';
import type { Deck } from '../running-deck.ts';
import type { EndSignals } from './end-signals.ts';
import type { Terminal } from './terminal.ts';

/** How long what runs may go on after the end was asked for, in ms. */
const GRACE = 10_000;

/** Only a wait that a person notices is worth a message, in ms. */
const NOTICED = 300;

/** How a run ended, and whether something had to be cut for it. */
export interface Closed {
  report: Report;
  cut: boolean;
}

/**
 * Closes the deck. What runs gets 10 s to end; a signal meanwhile cuts it at once.
 *
 * @throws TapeheadError as `Deck.close()`
 */
export async function closeDeck(
  deck: Deck,
  endedWell: boolean,
  terminal: Terminal,
  signals: EndSignals,
): Promise<Closed> {
  const cut = new AbortController();
  using _ = signals.handTo(() => cut.abort());
  const noticed = setTimeout(() => {
    terminal.say(`tapehead: waiting ${GRACE / 1000} s for what still runs; Ctrl-C cuts it now`);
  }, NOTICED);
  const grace = setTimeout(() => cut.abort(), GRACE);
  try {
    const report = await deck.close({ endedWell, cut: cut.signal });
    if (cut.signal.aborted) terminal.say('tapehead: what still ran was cut, and is not on the tape');
    return { report, cut: cut.signal.aborted };
  } finally {
    clearTimeout(noticed);
    clearTimeout(grace);
  }
}
