import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openSshDoor } from '../../../src/doors/ssh/door.ts';

describe('an SSH door that is disposed', () => {
  it('does not mind clients that reset their connection just then', async () => {
    const door = await openSshDoor({ origin: 'default' }, async () => undefined);
    const { host, port } = door.ready;
    const clients = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = connect({ host, port, allowHalfOpen: true });
        await once(socket, 'data'); // the server's name: the door has taken it
        return socket;
      }),
    );
    const disposed = door[Symbol.asyncDispose]();
    for (const socket of clients) socket.resetAndDestroy();
    await expect(disposed).resolves.toBeUndefined();
  });

  it('cuts off a client that does not hang up', async () => {
    const door = await openSshDoor({ origin: 'default' }, async () => undefined);
    const { host, port } = door.ready;
    const socket = connect({ host, port, allowHalfOpen: true });
    await once(socket, 'data');
    await door[Symbol.asyncDispose]();
    expect(socket.writableEnded).toBe(false);
    socket.destroy();
  });
});
