import type { Caller } from '../../caller.ts';
import type { StdinEvent } from '../../event.ts';
import type { Invocation } from '../../invocation.ts';
import { PassedOn } from '../../passed-on.ts';

/** A client whose stdin is never read, whoever wants to. */
export class Unread extends PassedOn {
  override get stdin(): AsyncIterable<StdinEvent> {
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          this.started(); // as drawing says it
          return aborted(this.gone);
        },
        return: () => Promise.resolve(OVER),
      }),
    };
  }
}

/** An original would be given the very stdin of its shim where that is its parent's, and read it past everybody. */
export const withoutSharedStdin = ({ caller, ...invocation }: Invocation): Invocation =>
  caller ? { ...invocation, caller: unsharing(caller) } : invocation;

function unsharing(caller: Caller): Caller {
  const { pid, parent, uid, gid, umask, target, cwd, descriptors, original } = caller;
  return {
    ...{ pid, parent, uid, gid, umask, target, cwd, descriptors, original },
    invokers: () => caller.invokers(),
    sharesStdin: () => Promise.resolve(false),
  };
}

const OVER = { done: true, value: undefined } as const;

function aborted(signal: AbortSignal): Promise<typeof OVER> {
  if (signal.aborted) return Promise.resolve(OVER);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(OVER), { once: true }));
}
