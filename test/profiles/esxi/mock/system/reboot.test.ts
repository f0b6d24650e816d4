import { describe, expect, it } from 'vitest';
import type { OutputEvent } from '../../../../../src/event.ts';
import { tell } from '../../../../../src/profiles/esxi/mock/tell.ts';
import type { Stdio } from '../../../../../src/stdio.ts';

/** A client that keeps what it is sent, and knows whether its connection was broken. */
function client(canDrop: boolean) {
  const sent: OutputEvent[] = [];
  let dropped = false;
  const none = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: true as const, value: undefined }),
    }),
  };
  const stdio: Stdio = {
    started: () => undefined,
    stdin: none,
    controls: none,
    send(event) {
      sent.push(event);
      return Promise.resolve();
    },
    gone: new AbortController().signal,
    isGone: false,
    drop: canDrop
      ? () => {
          dropped = true;
        }
      : undefined,
  };
  return { stdio, sent, isDropped: () => dropped };
}

describe('a host that goes down', () => {
  it('breaks the connection, and sends no exit status', async () => {
    const { stdio, sent, isDropped } = client(true);
    expect(await tell(stdio, { drops: true }, false)).toMatchObject({ kind: 'lost' });
    expect(isDropped()).toBe(true);
    expect(sent).toEqual([]);
  });

  it('is lost to a client that has no connection', async () => {
    const { stdio, sent } = client(false);
    await tell(stdio, { drops: true }, false);
    expect(sent.at(-1)).toMatchObject({ type: 'outcome', outcome: { kind: 'lost' } });
  });
});
