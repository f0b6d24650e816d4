import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FROM, type HelloFrame, readHello } from './frames.ts';

/** A deck that says what a test has it say, byte for byte. */
export class ScriptedDeck implements AsyncDisposable {
  readonly folder: string;
  readonly #server: Server;
  readonly #came: ShimLine[] = [];
  readonly #all: ShimLine[] = [];
  #onLine: (() => void) | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      const line = new ShimLine(socket);
      this.#came.push(line);
      this.#all.push(line);
      this.#onLine?.();
    });
  }

  static async open(): Promise<ScriptedDeck> {
    const deck = new ScriptedDeck(await mkdtemp(join(tmpdir(), 'tapehead-shim-')));
    deck.#server.listen(deck.socket);
    await once(deck.#server, 'listening');
    return deck;
  }

  get socket(): string {
    return join(this.folder, 'socket');
  }

  /** The next shim that connects. */
  async line(): Promise<ShimLine> {
    for (;;) {
      const line = this.#came.shift();
      if (line) return line;
      await new Promise<void>((resolve) => (this.#onLine = resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of this.#all) line.cut();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.folder, { recursive: true });
  }
}

export interface Frame {
  type: number;
  payload: Buffer;
}

/** The connection of one shim. */
export class ShimLine {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #ended = false;
  #onMore: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#onMore?.();
    });
    socket.on('error', () => undefined); // a shim that is gone; `close` follows
    socket.on('close', () => this.#end());
    socket.on('end', () => this.#end());
  }

  #end(): void {
    this.#ended = true;
    this.#onMore?.();
  }

  /** The next frame; undefined when the shim is gone. */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      const length = this.#bytes.length >= 8 ? this.#bytes.readUInt32LE() : Infinity;
      if (this.#bytes.length >= 8 + length) {
        const frame = { type: this.#bytes.readUInt32LE(4), payload: this.#bytes.subarray(8, 8 + length) };
        this.#bytes = this.#bytes.subarray(8 + length);
        return frame;
      }
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => (this.#onMore = resolve));
    }
  }

  /** The payload of the next frame, which has to be of this type. */
  async take(name: keyof typeof FROM): Promise<Buffer> {
    const frame = await this.next();
    if (frame?.type !== FROM[name])
      throw new Error(
        `${name} was to come, not ${frame?.type ?? 'the end'}: ${frame?.payload.toString('latin1')}`,
      );
    return frame.payload;
  }

  async hello(): Promise<HelloFrame> {
    return readHello(await this.take('hello'));
  }

  /** Every frame that is still to come. */
  async rest(): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (let frame = await this.next(); frame; frame = await this.next()) frames.push(frame);
    return frames;
  }

  /** Resolves when the shim can take more. */
  say(...frames: Buffer[]): Promise<void> {
    return new Promise((resolve) => this.#socket.write(Buffer.concat(frames), () => resolve()));
  }

  /** Bytes the shim has not taken from this process. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  end(): void {
    this.#socket.end();
  }

  cut(): void {
    this.#socket.destroy();
  }
}
