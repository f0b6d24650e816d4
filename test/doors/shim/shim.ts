import { TO_SHIM, writeHead, HEAD, FrameReader, type Frame } from '../../../src/doors/shim/frame.ts';
import { ShimConnection, type ShimContext } from '../../../src/doors/shim/connection.ts';
import { string, strings, u16, u32 } from '../../../src/doors/shim/payload.ts';
import type { Answer } from '../../../src/doors/door.ts';
import type { Wire } from '../../../src/doors/shim/wire.ts';

/** What a shim says of itself, where it is not usual. */
export interface Says {
  argv?: readonly string[];
  origin?: string;
  asked?: string;
  env?: readonly string[];
  tty?: boolean;
  version?: number;
  cwd?: string | undefined;
  /** Whether its image brings data along. */
  image?: boolean;
}

export function frameOf(type: number, ...payload: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(payload);
  const head = Buffer.alloc(HEAD);
  writeHead(head, 0, type, body.length);
  return Buffer.concat([head, body]);
}

export function hello({
  argv = ['esxcli', 'network'],
  origin = '',
  asked = '',
  env = [],
  tty = false,
  version = 1,
  cwd = '/tmp',
  image = false,
}: Says = {}): Buffer {
  const flags = 7 | (tty ? 56 : 0) | (cwd === undefined ? 0 : 64) | (image ? 128 : 0);
  const size = tty ? [80, 24, 0, 0] : [0, 0, 0, 0];
  return frameOf(
    0x01,
    Buffer.from('TPHD'),
    u16(version),
    u16(flags),
    ...[4711, 4710, 1000, 1001, 0o22].map(u32),
    ...size.map(u16),
    ...[origin, '/bin/esxcli', cwd ?? '', asked].map((text) => string(Buffer.from(text))),
    strings(argv.map((word) => Buffer.from(word))),
    strings(env.map((variable) => Buffer.from(variable))),
  );
}

const NAMES = new Map<number, string>(Object.entries(TO_SHIM).map(([name, type]) => [type, name]));

/** A shim in memory: what it is sent is kept, frame by frame. */
export class TestShim implements Wire {
  readonly frames: Frame[] = [];
  readonly lines: string[] = [];
  readonly executions: Promise<void>[] = [];
  readonly connection: ShimConnection;
  ends = false;
  #reader = new FrameReader();
  #mayTake: Promise<void> | undefined;
  #take: () => void = () => undefined;
  writes = 0;

  constructor(answer: Answer, context: Partial<ShimContext> = {}) {
    this.connection = new ShimConnection(this, {
      answer,
      origin: { name: 'of-the-door', fixed: false },
      user: undefined,
      env: [],
      deck: undefined,
      log: (line) => this.lines.push(line),
      onExecution: (over) => this.executions.push(over),
      ...context,
    });
  }

  async write(bytes: Uint8Array, behind: Uint8Array = new Uint8Array()): Promise<void> {
    this.writes++;
    await this.#mayTake;
    this.#reader.push(Buffer.concat([bytes, behind]));
    for (let frame = this.#reader.next(); frame; frame = this.#reader.next()) this.frames.push(frame);
  }

  end(): void {
    this.ends = true;
  }

  cut(): void {
    this.connection.onGone();
  }

  says(...frames: readonly Buffer[]): this {
    for (const frame of frames) this.connection.onBytes(frame);
    return this;
  }

  leave(): void {
    this.#take();
    this.connection.onGone();
  }

  /** Takes nothing until `take()`. */
  stall(): void {
    this.#mayTake = new Promise((resolve) => (this.#take = resolve));
  }

  take(): void {
    this.#take();
    this.#mayTake = undefined;
  }

  async over(): Promise<void> {
    await Promise.all(this.executions);
  }

  /** Names of the frames it was sent, with what small ones hold. */
  get told(): string[] {
    return this.frames.map(({ type, payload }) => {
      const name = NAMES.get(type) ?? String(type);
      if (type === TO_SHIM.DATA) return `${name} ${payload[0]} ${payload.subarray(1).toString()}`;
      if (type === TO_SHIM.EOF || type === TO_SHIM.RAW) return `${name} ${payload[0]}`;
      if (type === TO_SHIM.OUTCOME) return `${name} ${payload[0]} ${payload.readUInt32LE(1)}`;
      if (type === TO_SHIM.STDIN_CREDIT) return `${name} ${payload.readUInt32LE(0)}`;
      return name;
    });
  }
}

/** Bytes of stdin that a frame brings. */
export const stdin = (bytes: string | Uint8Array): Buffer => frameOf(0x03, Buffer.of(0), Buffer.from(bytes));
export const STDIN_EOF = frameOf(0x04);

/** Resolves when all that waits for nothing has been done. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
