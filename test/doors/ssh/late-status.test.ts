import { expect, test } from 'vitest';
import type { Answer } from '../../../src/doors/door.ts';
import { exited } from '../../../src/outcome.ts';
import { encodeCommand } from '../../../src/ssh/session.ts';
import { commandOf, doorFor, gone, out } from './answers.ts';
import { connectChannels, login, openSession } from './clients.ts';

/** `early` ends its output at once, and itself when another client says `now`. */
function endsLate(): { answer: Answer; wasGone(): boolean; stdinEnded(): boolean } {
  let now!: () => void;
  const told = new Promise<void>((resolve) => (now = resolve));
  let wasGone = false;
  let stdinEnded = false;
  const answer: Answer = async (invocation, stdio) => {
    if (commandOf(invocation) === 'now') return now();
    void gone(stdio).then(() => (wasGone = true));
    await out(stdio, 'all');
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    for await (const event of stdio.stdin) stdinEnded = event.type === 'eof';
    await told;
    await stdio.send({ type: 'outcome', outcome: exited(7) });
  };
  return { answer, wasGone: () => wasGone, stdinEnded: () => stdinEnded };
}

test('a client that closes as soon as all output has ended, as ssh2 does, still gets the status', async () => {
  const { answer, wasGone, stdinEnded } = endsLate();
  await using door = await doorFor(answer);
  await using mine = await connectChannels(login(door));
  const early = await openSession(mine.channels);
  expect(await early.channel.request('exec', encodeCommand('early'))).toBe('success');
  await early.until('eof');
  early.channel.close();
  const other = await openSession(mine.channels);
  void other.channel.request('exec', encodeCommand('now'));
  await early.until('close');
  expect(early.wire()).toEqual(['stdout all', 'eof', 'exit-status 7', 'close']);
  expect(wasGone()).toBe(false);
  expect(stdinEnded()).toBe(true);
});
