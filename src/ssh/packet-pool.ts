import { MAX_PACKET } from './message.ts';

/** Bytes for any packet of bulk data: around MAX_PACKET of them its head, length, padding and MAC. */
const ROOM = MAX_PACKET + 256;

/** Rooms that wait to be used again; 2 MiB of them. */
const MOST_WAITING = 64;

/**
 * Memory that ssh2 encrypts packets of bulk data in. A new buffer for each has V8 collect garbage every 32 MiB,
 * on the other cores too, and that took half of the time in which a recording of a gigabyte is replayed. The last
 * one given back is the next one taken, so that all of it stays in the processor's cache.
 *
 * Nobody has to give back: what is not is garbage, as it would be without a pool.
 */
export class PacketPool {
  readonly #rooms = new WeakSet<ArrayBufferLike>();
  readonly #waiting: Buffer[] = [];

  /** `length` bytes, with anything in them; a packet too small to matter, or too large, has memory of its own. */
  take(length: number): Buffer {
    if (length <= ROOM / 2 || length > ROOM) return Buffer.allocUnsafe(length);
    const last = this.#waiting.pop();
    if (last?.length === length) return last; // as all of a stream are, but for the last
    return Buffer.from(last?.buffer ?? this.#newRoom(), 0, length);
  }

  /** To be called once, when nobody reads or writes a packet that was taken any more. */
  giveBack(packet: Buffer): void {
    if (this.#waiting.length < MOST_WAITING && this.#rooms.has(packet.buffer)) this.#waiting.push(packet);
  }

  #newRoom(): ArrayBuffer {
    const room = new ArrayBuffer(ROOM);
    this.#rooms.add(room);
    return room;
  }
}

/** One for all connections: what any of them has done with, the next one takes. */
export const packetPool = new PacketPool();
