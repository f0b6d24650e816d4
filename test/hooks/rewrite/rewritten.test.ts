import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { Rewritten } from '../../../src/hooks/rewrite/rewritten.ts';
import { TextRewriter } from '../../../src/hooks/rewrite/text.ts';
import { exited, lost } from '../../../src/outcome.ts';
import { TestClient } from '../../support/client.ts';

/** A clock on which time passes when the test says so. */
class StoppedClock implements Clock {
  #waiting: (() => void)[] = [];
  readonly now = (): number => 0;
  readonly wall = (): number => 0;

  wait(_: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** All that is waited for is over. */
  async pass(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve();
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));

function rewritten() {
  const [client, clock] = [new TestClient(), new StoppedClock()];
  const rewriter = new TextRewriter(Buffer.from('Password:'), Buffer.from('PIN:'));
  const stdio = new Rewritten(client, 'stdout', rewriter, clock);
  const says = (text: string, type: 'stdout' | 'stderr' = 'stdout'): Promise<void> =>
    stdio.send({ type, bytes: Buffer.from(text) });
  return { client, clock, stdio, says };
}

describe('a stream that is rewritten', () => {
  it('says nothing more of what it holds back when the answer has broken off', async () => {
    const { client, clock, stdio, says } = rewritten();
    await says('Pass');
    stdio.breakOff();
    await clock.pass();
    await clock.pass();
    expect(client.stdout).toBe('');
  });

  it('leaves the other one alone, which does not wait for what is held back', async () => {
    const { client, says, stdio } = rewritten();
    await says('Pass');
    await says('Password:', 'stderr');
    await says('word:');
    await stdio.over();
    expect(client.events.map((event) => ('bytes' in event ? String(event.bytes) : event.type))).toEqual([
      'Password:',
      'PIN:',
    ]);
  });

  it('gives what it holds back before its end', async () => {
    const { client, says, stdio } = rewritten();
    await says('Pass');
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: exited(0) });
    expect(client.stdout).toBe('');
    await stdio.send({ type: 'eof', stream: 'stdout' });
    expect(client.order).toEqual(['eof stderr', 'outcome', 'stdout', 'eof stdout']);
  });

  it('gives it before what was lost, and where the answer is over without an end', async () => {
    for (const isLost of [true, false]) {
      const { client, says, stdio } = rewritten();
      await says('Pass');
      if (isLost) await stdio.send({ type: 'outcome', outcome: lost('the host died') });
      else await stdio.over();
      expect(client.stdout).toBe('Pass');
    }
  });

  it('gives it when nothing has come for a while', async () => {
    const { client, clock, says } = rewritten();
    await says('Pass');
    await clock.pass();
    expect(client.stdout).toBe('Pass');
    await says('word: Password:');
    expect(client.stdout).toBe('Password: PIN:');
  });

  it('holds it as long as more comes', async () => {
    const { client, clock, says } = rewritten();
    await says('Pass');
    await says('wo');
    await clock.pass();
    expect(client.stdout).toBe('');
    await says('rd:');
    expect(client.stdout).toBe('PIN:');
  });

  it('gives it to a client who has to type before it goes on', async () => {
    const { client, says, stdio } = rewritten();
    const stdin = stdio.stdin[Symbol.asyncIterator]();
    await says('Pass');
    const drawn = stdin.next();
    await client.until(({ stdout }) => stdout === 'Pass');
    client.type('x');
    expect(await drawn).toMatchObject({ value: { type: 'stdin' } });
  });

  it('holds it where stdin is there anyway', async () => {
    const { client, says, stdio } = rewritten();
    client.type('x');
    await says('Pass');
    await stdio.stdin[Symbol.asyncIterator]().next();
    await settled();
    expect(client.stdout).toBe('');
  });

  it('waits for its client', async () => {
    const { client, says } = rewritten();
    client.stall();
    let isTaken = false;
    const sent = says('x').then(() => (isTaken = true));
    await settled();
    expect(isTaken).toBe(false);
    client.take();
    await sent;
  });

  it('does not wait for a client who is gone', async () => {
    const { client, clock, says } = rewritten();
    await says('Pass');
    client.leave();
    await clock.pass();
    await says('word:');
  });
});
