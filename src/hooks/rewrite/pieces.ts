/** From this length on bytes go on as they lie there, and are not copied. */
const LONG = 16 * 1024;
const ROOM = 64 * 1024;
/** Up to here a loop is faster than a view and a copy. */
const SHORT = 48;

/** Puts together what goes on in small pieces, and leaves long ones as they are. */
export class Pieces {
  #room = NONE;
  #filled = 0;
  #long: Uint8Array | undefined;

  /** True: all that was added is to be taken now. */
  add(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    const length = to - from;
    if (length >= LONG) {
      this.#long = bytes.subarray(from, to);
      return true;
    }
    if (this.#room.length === 0) this.#room = Buffer.allocUnsafe(ROOM);
    const room = this.#room;
    const at = this.#filled;
    if (length > SHORT) room.set(bytes.subarray(from, to), at);
    else for (let i = 0; i < length; i++) room[at + i] = bytes[from + i] as number;
    this.#filled = at + length;
    return this.#filled > ROOM - LONG;
  }

  *take(): Generator<Uint8Array, void, undefined> {
    if (this.#filled > 0) yield this.#room.subarray(0, this.#filled);
    this.#filled = 0;
    if (this.#long) yield this.#long;
    this.#long = undefined;
  }
}

const NONE = new Uint8Array();
