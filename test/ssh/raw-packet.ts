import type { Client } from 'ssh2';

/** Sends any payload, at any time, as a broken or hostile peer would. */
export function sendRaw(client: Client, payload: Uint8Array): void {
  const { _protocol: protocol } = client as unknown as {
    _protocol: {
      _cipher: { encrypt(packet: Buffer): void };
      _packetRW: {
        write: {
          allocStartKEX: number;
          alloc(length: number, now: true): Buffer;
          finalize(packet: Buffer, now: true): Buffer;
        };
      };
    };
  };
  const writer = protocol._packetRW.write;
  const packet = writer.alloc(payload.length, true);
  packet.set(payload, writer.allocStartKEX);
  protocol._cipher.encrypt(writer.finalize(packet, true));
}
