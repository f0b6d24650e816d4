import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Random } from '../support/random.ts';
import { makeAttack, type Attack } from './handshake-attack.ts';
import { DISCONNECT, KEXINIT, readClear } from './clear-packets.ts';
import { Finding, type Fuzzer } from './fuzzer.ts';
import { openGuardedDeck } from './guarded-deck.ts';
import { within } from './patience.ts';

/** Clients that break the version or key exchange of an SSH door. */
export const sshHandshake: Fuzzer = {
  name: 'ssh-handshake',
  async open() {
    const deck = await openGuardedDeck();
    const staying: Socket[] = [];
    return {
      async run(random: Random, caseNumber: number) {
        const attack = makeAttack(random);
        const input = described(attack);
        const socket = await dial(deck.login.port);
        if (attack.leaves === 'stays') staying.push(socket);
        const said = await perform(attack, socket, input);
        expectReply(attack, said, input);
        await deck.expectSound(caseNumber, input);
        while (staying.length > MOST_STAYING) staying.shift()?.destroy();
      },
      async [Symbol.asyncDispose]() {
        try {
          await deck.expectNothingLeft('at the end');
        } finally {
          for (const socket of staying) socket.destroy();
          await deck[Symbol.asyncDispose]();
        }
      },
    };
  },
};

/** Of the clients that were cut off, so many hold their end open at a time; the door has let go of its own. */
const MOST_STAYING = 20;

async function dial(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Sends it, leaves, and waits for the door's end; what the door said. */
async function perform({ chunks, leaves }: Attack, socket: Socket, input: string): Promise<Buffer> {
  const said: Buffer[] = [];
  const over = new Promise<void>((resolve) => {
    socket.on('data', (bytes: Buffer) => said.push(bytes));
    socket.once('end', resolve).once('close', () => resolve());
    socket.on('error', () => undefined); // reset by the door: 'close' follows
  });
  for (const chunk of chunks) {
    if (socket.destroyed) break;
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), over]);
    await turn();
  }
  if (leaves === 'resets') socket.resetAndDestroy();
  if (leaves === 'ends') socket.end();
  await within(over, 'the door keeps the connection', input);
  return Buffer.concat(said);
}

function expectReply({ reply, leaves }: Attack, said: Buffer, input: string): void {
  if (reply === undefined || leaves === 'resets') return;
  const { ident, payloads } = readClear(said);
  const last = payloads.at(-1)?.[0];
  if (last === (reply === 'disconnect' ? DISCONNECT : KEXINIT)) return;
  throw new Finding(
    `no ${reply} came last: ${ident}, messages ${payloads.map((p) => p[0]).join(' ')}`,
    input,
  );
}

function described({ kind, chunks, leaves }: Attack): string {
  return [kind, ...chunks.map((chunk) => `> ${chunk.toString('hex')}`), leaves].join('\n');
}
