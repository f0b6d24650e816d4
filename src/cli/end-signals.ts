import type { ProcessLike } from './terminal.ts';

/** What a person or a supervisor ends a program with. */
const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly NodeJS.Signals[];

type Listener = (signal: NodeJS.Signals) => void;

/** The signals that would end tapehead, handed to whoever is in charge instead. Disposal gives them back. */
export interface EndSignals extends Disposable {
  /**
   * Puts a listener in charge, until disposed of. It also gets what came while nobody was: no signal is
   * lost between two stages.
   */
  handTo(listener: Listener): Disposable;
}

export function catchEndSignals(process: ProcessLike): EndSignals {
  let inCharge: Listener | undefined;
  let waiting: NodeJS.Signals[] = [];
  const caught: Listener = (signal) => {
    if (inCharge) inCharge(signal);
    else waiting.push(signal);
  };
  for (const signal of END_SIGNALS) process.on(signal, caught);
  return {
    handTo(listener) {
      inCharge = listener;
      for (const signal of waiting) listener(signal);
      waiting = [];
      return {
        [Symbol.dispose]() {
          if (inCharge === listener) inCharge = undefined;
        },
      };
    },
    [Symbol.dispose]() {
      for (const signal of END_SIGNALS) process.off(signal, caught);
    },
  };
}
