import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client, Connection } from 'ssh2';
import { unknownSsh2 } from './ssh2.ts';

/** What `transport.ts` uses of a connection of ssh2 that ssh2 does not promise. */
interface Ssh2Internals {
  _sock: (Socket | (Duplex & { setNoDelay?(on: boolean): void })) & { _readableState: { ended: boolean } };
  _chanMgr: { add(value: true): number; remove(id: number): void };
  /** Of a server only. */
  authenticated?: boolean;
  noMoreSessions?: boolean;
  _protocol: {
    _onPayload: (payload: Buffer) => unknown;
    _onPacket(): void;
    /** Of ciphers that are made from then on. */
    _onWrite: (packet: Buffer) => void;
    _decipher: { _onPayload: unknown } | undefined;
    _cipher: { encrypt(packet: Buffer): void };
    _packetRW: {
      /** KEX and `now` are for what does not wait for the end of a key exchange. */
      write: {
        allocStart: number;
        allocStartKEX: number;
        alloc(length: number, now?: boolean): Buffer;
        finalize(packet: Buffer, now?: boolean): Buffer;
      };
    };
    /** Our KEXINIT while a key exchange is under way. */
    _kexinit: Buffer | undefined;
    /** What waits for the end of a key exchange. */
    _queue: Buffer[] | undefined;
    /** Undefined once nothing can be sent any more. */
    _destruct: ((reason?: string) => void) | undefined;
  };
}

/** @throws TapeheadError SSH_LIBRARY if this ssh2 is not built as we know it. */
export function internals(connection: Client | Connection): Ssh2Internals {
  const ssh = connection as unknown as Partial<Ssh2Internals>;
  const protocol = ssh._protocol as Partial<Ssh2Internals['_protocol']> | undefined;
  const expected = {
    _protocol: typeof protocol === 'object',
    '_protocol._onPayload': typeof protocol?._onPayload === 'function',
    '_protocol._onPacket': typeof protocol?._onPacket === 'function',
    '_protocol._onWrite': typeof protocol?._onWrite === 'function',
    '_protocol._cipher.encrypt': typeof protocol?._cipher?.encrypt === 'function',
    '_protocol._packetRW.write.alloc': typeof protocol?._packetRW?.write.alloc === 'function',
    '_protocol._packetRW.write.allocStart': typeof protocol?._packetRW?.write.allocStart === 'number',
    '_protocol._packetRW.write.finalize': typeof protocol?._packetRW?.write.finalize === 'function',
    '_protocol._kexinit': protocol !== undefined && '_kexinit' in protocol,
    '_protocol._queue': protocol !== undefined && '_queue' in protocol,
    '_protocol._decipher': protocol !== undefined && '_decipher' in protocol,
    '_protocol._packetRW.write.allocStartKEX': typeof protocol?._packetRW?.write.allocStartKEX === 'number',
    '_protocol._destruct': typeof protocol?._destruct === 'function',
    _sock: typeof ssh._sock?.cork === 'function',
    '_sock._readableState.ended': typeof ssh._sock?._readableState?.ended === 'boolean',
    '_chanMgr.add': typeof ssh._chanMgr?.add === 'function',
    '_chanMgr.remove': typeof ssh._chanMgr?.remove === 'function',
  };
  const missing = Object.entries(expected).find(([, present]) => !present)?.[0];
  if (missing !== undefined) throw unknownSsh2(`${missing} is missing`);
  return ssh as Ssh2Internals;
}
