import type { Invoker } from '../../caller.ts';

/** A process, as it is told from another one with its number in another container. */
export interface DeckProcess {
  pid: number;
  executable: string;
}

/**
 * The invokers up to the deck, which is left out: what started the deck, such as a CI agent, is no business of a call's.
 * All of them where the deck started none of it. Of a user that is not the deck's the system does not tell the
 * executable.
 */
export function ownInvokers(invokers: readonly Invoker[], deck: DeckProcess | undefined): readonly Invoker[] {
  const at = invokers.findIndex(
    ({ pid, executable }) =>
      pid === deck?.pid && ['', deck.executable].includes(Buffer.from(executable).toString()),
  );
  return at === -1 ? invokers : invokers.slice(0, at);
}
