import type { Socket } from 'node:net';

/** The bytes between a shim and the deck: a Unix socket, or a channel of an SSH client that forwards it. */
export interface Wire {
  /** Resolves when more can be taken; the bytes belong to the caller again then. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends when all is delivered. */
  end(): void;
  cut(): void;
  /** Stops `onBytes` until `resume()`. */
  pause(): void;
  resume(): void;
}

export interface WireListener {
  onBytes(bytes: Buffer): void;
  /** Nothing more can come or go. Once. */
  onGone(): void;
}

/** A Unix socket as a wire. */
export function socketWire(socket: Socket, listen: (wire: Wire) => WireListener): void {
  const wire: Wire = {
    write: (bytes) =>
      socket.destroyed
        ? DONE
        : new Promise((resolve) => {
            // Also called, with an error, when the socket is destroyed.
            socket.write(bytes, () => resolve());
          }),
    end: () => void socket.end(),
    cut: () => void socket.destroy(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
  const listener = listen(wire);
  socket.on('data', (bytes: Buffer) => listener.onBytes(bytes));
  socket.on('error', () => undefined); // 'close' follows
  socket.on('close', () => listener.onGone());
}

const DONE = Promise.resolve();
