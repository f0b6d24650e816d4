import { once } from 'node:events';
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/doors/door.ts';
import { openShimDoor, type ShimDoor, type ShimDoorOptions } from '../../../src/doors/shim/door.ts';
import { random } from '../../support/random.ts';
import { TempFolder } from '../../support/tape.ts';
import { asks, forever, gone, prints } from '../ssh/answers.ts';
import { hello } from './shim.ts';

let folder: TempFolder;
let lines: string[];
beforeEach(() => {
  folder = new TempFolder();
  lines = [];
});
afterEach(() => folder[Symbol.dispose]());

const open = (answer: Answer, options: Partial<ShimDoorOptions> = {}): Promise<ShimDoor> =>
  openShimDoor(
    {
      path: folder.file('socket'),
      origin: { name: 'default', fixed: false },
      env: [],
      log: (line) => lines.push(line),
      ...options,
    },
    answer,
  );

/** A connection that says this; what comes back, when it is closed. */
async function talk({ path }: ShimDoor, ...says: readonly Buffer[]): Promise<Buffer> {
  const socket = connect(path);
  socket.on('error', () => undefined); // cut while it speaks
  const came: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => {
    came.push(bytes);
    if (bytes.includes('answer')) socket.end(); // as a shim does that was told all
  });
  for (const bytes of says) socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(came);
}

async function connected({ path }: ShimDoor): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}

describe('the door for shims', () => {
  it('answers, and nobody else may come in', async () => {
    await using door = await open(prints('answer'));
    expect(statSync(door.path).mode & 0o777).toBe(0o600);
    expect((await talk(door, hello())).includes('answer')).toBe(true);
  });

  it('tells what shims are to report unasked', async () => {
    await using door = await open(prints('x'), { env: ['A', 'B'], reports: ['+stdin'] });
    expect(door.ask).toBe('A,B,+stdin');
  });

  it('cuts a shim that says nothing', async () => {
    await using door = await open(prints('x'), { limits: { helloTime: 1 } });
    expect(await talk(door, hello().subarray(0, 9))).toHaveLength(0);
    expect(lines).toEqual([expect.stringContaining('did not say what was invoked')]);
  });

  it('turns away more than it admits, and serves again when one has left', async () => {
    const { answer, asked } = asks(forever);
    await using door = await open(answer, { limits: { connections: 1 } });
    const first = await connected(door);
    first.write(hello());
    const [, stdio] = await asked;
    expect(await talk(door, hello())).toHaveLength(0);
    expect(lines).toEqual([expect.stringContaining('1 connections are open')]);
    first.destroy();
    await gone(stdio);
  });

  it('stays open for others while one sends what is no frame', async () => {
    const { int, bytes, seed } = random();
    await using door = await open(prints('answer'));
    for (let round = 0; round < 50; round++) {
      const noise = Buffer.concat([int(2) === 0 ? hello() : Buffer.alloc(0), bytes(8 + int(500), 1)]);
      const [, answered] = await Promise.all([talk(door, noise), talk(door, hello())]);
      expect(answered.includes('answer'), `TAPEHEAD_SEED=${seed}`).toBe(true);
    }
  });

  it('ends what is under way when it is disposed', async () => {
    const { answer, asked } = asks(forever);
    const door = await open(answer);
    const shim = await connected(door);
    shim.write(hello());
    await asked;
    const closed = once(shim.resume(), 'close');
    await door[Symbol.asyncDispose]();
    await closed;
    expect(() => statSync(door.path)).toThrow(/ENOENT/);
  });

  it('takes over a socket whose deck was killed', async () => {
    const killed = createServer().listen(folder.file('other'));
    await once(killed, 'listening');
    renameSync(folder.file('other'), folder.file('socket')); // so that closing leaves it behind
    killed.close();
    await once(killed, 'close');
    await using door = await open(prints('answer'));
    expect((await talk(door, hello())).includes('answer')).toBe(true);
  });

  it('says why it cannot be opened', async () => {
    await using door = await open(prints('x'));
    writeFileSync(folder.file('file'), '');
    for (const [path, why] of [
      [door.path, 'another deck listens there'],
      [folder.file('file'), 'something is there that is no socket'],
      [folder.file('none/socket'), 'its folder is not there'],
      [folder.file('file/socket'), 'its folder is no folder'],
      [folder.file('x'.repeat(108)), 'too long'],
    ] as const) {
      await expect(open(prints('x'), { path })).rejects.toMatchObject({
        code: 'DOOR_UNAVAILABLE',
        message: expect.stringContaining(why) as string,
      });
    }
  });
});
