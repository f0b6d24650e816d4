import { describe, expect, it } from 'vitest';
import { AfterHooks } from '../../src/hooks/after.ts';
import { Cuttable } from '../../src/hooks/cuttable.ts';
import { PassedOn } from '../../src/passed-on.ts';
import { ClientKilled } from '../../src/stdio.ts';
import type { OutputEvent } from '../../src/event.ts';
import { TestClient } from '../support/client.ts';
import { asked } from './a-hook.ts';

const OUTPUT: OutputEvent = { type: 'stdout', bytes: Buffer.from('x') };

class Cut extends Cuttable {
  override cut(reason?: unknown): void {
    super.cut(reason);
  }
}

class TakenByAHook extends PassedOn {
  override get unread(): undefined {
    return undefined;
  }
}

describe('a client behind hooks', () => {
  it('is gone and unread as it is itself', () => {
    const client = new TestClient();
    const passedOn = new PassedOn(client);
    expect([passedOn.isGone, passedOn.unread?.aborted]).toEqual([false, false]);
    client.isUnread();
    client.leave();
    expect([passedOn.isGone, passedOn.unread?.aborted]).toEqual([true, true]);
  });

  it('that is cut is gone to whoever answers alone', () => {
    const client = new TestClient();
    const cut = new Cut(client);
    cut.cut();
    expect([cut.isGone, client.isGone]).toEqual([true, false]);
  });

  it('tells why it is gone', () => {
    const gone = AbortSignal.abort(new ClientKilled());
    const cut = new Cut(Object.assign(Object.create(new TestClient()), { gone }) as TestClient);
    expect(cut.gone.reason).toBeInstanceOf(ClientKilled);
  });

  it('is unread, where hooks stand behind an answer, only if what they shape goes to it', async () => {
    const unread = [];
    for (const shape of [PassedOn, TakenByAHook]) {
      const client = new TestClient();
      const stdio = new shape(client);
      const behind = new AfterHooks(client, () =>
        Promise.resolve({ kind: 'on', invocation: asked('date'), stdio }),
      );
      const signal = behind.unread;
      client.isUnread();
      await behind.send(OUTPUT);
      unread.push(signal?.aborted);
    }
    expect(unread).toEqual([true, false]);
  });
});
