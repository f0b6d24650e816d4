import type { Socket } from 'node:net';

/** The bytes between a shim and the deck: a Unix socket, or a channel of an SSH client that forwards it. */
export interface Wire {
  /** Resolves when both are delivered, or nothing can be any more; the bytes belong to the caller again then. */
  write(bytes: Uint8Array, behind?: Uint8Array): Promise<void>;
  /** All is said: ends when it is delivered. What the shim still says goes nowhere. */
  end(): void;
  cut(): void;
}

export interface WireListener {
  onBytes(bytes: Buffer): void;
  /** Nothing more can come or go. Once. */
  onGone(): void;
}

/** A Unix socket as a wire. */
export const socketWire = (socket: Socket): Wire => ({
  // Called back, with an error, when the socket is destroyed too.
  write: (bytes, behind) =>
    new Promise((resolve) => {
      if (behind === undefined) return void socket.write(bytes, () => resolve());
      socket.cork(); // one system call for both
      socket.write(bytes);
      socket.write(behind, () => resolve());
      socket.uncork();
    }),
  // Closed here first, so that the shim's end need not wake this process up: that costs as much as reading.
  end: () => (socket.writableLength === 0 ? socket.destroy() : socket.destroySoon()),
  cut: () => void socket.destroy(),
});
