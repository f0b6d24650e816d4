import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'ssh2';
import { ssh2 } from '../../src/ssh/ssh2.ts';
import { attachTransport, COMPRESS, type Transport } from '../../src/ssh/transport.ts';
import { Finding } from './fuzzer.ts';

/** What a client waits for comes in milliseconds, or it does not come; in ms. */
const LONG = 20_000;

/** An SSH client that sends whatever channel messages it likes, and shows each that comes. */
export class RawClient implements AsyncDisposable {
  readonly #client: Client;
  readonly #transport: Transport;
  readonly #onMessage: (payload: Buffer) => void;
  #changed: () => void = () => undefined;
  /** What `onMessage` threw: it is called in the middle of somebody else's work. */
  #problem: Error | undefined;
  /** Why the connection is lost; undefined while it lives. */
  lost: string | undefined;

  static async connect(port: number, onMessage: (payload: Buffer) => void): Promise<RawClient> {
    const client = new ssh2.Client();
    client.connect({ host: '127.0.0.1', port, username: 'fuzz', algorithms: { compress: COMPRESS } });
    const raw = new RawClient(client, onMessage);
    await once(client, 'ready');
    return raw;
  }

  private constructor(client: Client, onMessage: (payload: Buffer) => void) {
    this.#client = client;
    this.#onMessage = onMessage;
    this.#transport = attachTransport(client, {
      onMessage: (payload) => {
        this.#receive(payload);
        return true;
      },
      onWritable: () => undefined,
      onLost: (reason) => {
        this.lost = reason;
        this.#changed();
      },
    });
  }

  send(payload: Uint8Array): void {
    this.#transport.send(payload);
  }

  /** Until what has come makes it so. `told` is the input of the finding where it never does. */
  async until(what: string, isSo: () => boolean, told: () => string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<'too long'>((resolve) => {
      timer = setTimeout(() => resolve('too long'), LONG);
    });
    try {
      for (;;) {
        if (this.#problem !== undefined) throw this.#problem;
        if (isSo()) return;
        const changed = new Promise<void>((resolve) => (this.#changed = resolve));
        if ((await Promise.race([changed, tooLong])) === 'too long') {
          throw new Finding(`in ${LONG / 1000} s it did not come to this: ${what}`, told());
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { _sock: socket } = this.#client as unknown as { _sock: Socket };
    if (socket.destroyed) return;
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
  }

  #receive(payload: Buffer): void {
    try {
      this.#onMessage(payload);
    } catch (error) {
      this.#problem ??= error as Error;
    }
    this.#changed();
  }
}
