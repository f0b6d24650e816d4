import type { OutputEvent } from '../../event.ts';
import type { Outcome } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { endOf } from '../actions/mock.ts';
import type { Action } from '../hook.ts';
import { UpTo } from './up-to.ts';

/** Says nothing, until the client kills it or is gone. */
export const hanging: Action = async (_, stdio) => {
  stdio.started();
  return { kind: 'answered', from: 'fault', outcome: await killed(stdio) };
};

/** A client to whom nothing more comes after so many bytes, until it kills whoever answers. */
export class HangsAfter extends UpTo {
  #killed: Promise<unknown> | undefined;

  protected async reached(): Promise<void> {
    this.#killed = killed(this.client).then(() => this.cut());
    await this.#killed;
  }

  /** Nobody says anything any more. */
  protected afterwards(_: OutputEvent): Promise<void> {
    return Promise.resolve();
  }
}

/** Resolves when a signal has ended it, or the client is gone. */
async function killed(stdio: Stdio): Promise<Outcome | undefined> {
  for await (const event of stdio.controls) {
    if (event.type !== 'signal' || HARMLESS.has(event.name)) continue;
    const outcome: Outcome = { kind: 'signalled', name: event.name, core: false };
    for (const last of endOf(outcome)) await stdio.send(last);
    return outcome;
  }
  return undefined;
}

/** Those that end no process unless it wants that (signal(7)). */
const HARMLESS = new Set(['CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'WINCH']);
