import type { Client } from 'ssh2';

/** Sends any payload, as a broken or hostile peer would. */
export function sendRaw(client: Client, payload: Uint8Array): void {
  const { _protocol: protocol } = client as unknown as {
    _protocol: {
      _cipher: { encrypt(packet: Buffer): void };
      _packetRW: {
        write: { allocStart: number; alloc(length: number): Buffer; finalize(packet: Buffer): Buffer };
      };
    };
  };
  const writer = protocol._packetRW.write;
  const packet = writer.alloc(payload.length);
  packet.set(payload, writer.allocStart);
  protocol._cipher.encrypt(writer.finalize(packet));
}
