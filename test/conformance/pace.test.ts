import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { Clock } from '../../src/clock.ts';
import { openDeck } from '../../src/deck.ts';
import type { SshReady } from '../../src/doors/ssh/door.ts';
import { needs } from '../support/needs.ts';
import { openssh } from './clients/openssh.ts';
import { ssh2Client } from './clients/ssh2.ts';
import { exits, program, row, stdout } from './row.ts';
import { connect, outputOf } from './runs.ts';
import { tapesForSuite } from './tapes.ts';

const DRIP = row('a slow drip', {
  command: program('drips'),
  sees: [stdout([1, 2, 3, 4, 5].map((i) => `drop ${i}\n`).join('')), ...exits(0)],
});

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('a slow drip on replay', () => {
  const tapes = tapesForSuite();

  describe.each([ssh2Client, openssh].map((client) => [client.name, client] as const))(
    'to %s',
    (_name, client) => {
      it.each([
        ['recorded', 1],
        [10, 10],
        ['instant', Infinity],
      ] as const)('waits as the tape says at pace %s, and holds nothing back', async (pace, factor) => {
        const { cassette, folder } = await tapes.of(DRIP, client);
        const drops = readDrops(cassette);
        // The last ones are two EOFs and the outcome.
        expect(drops.length).toBeGreaterThanOrEqual(5);
        const heard = new Heard();
        // No wait ends before the client has all that was sent before it.
        const clock = new WaitedClock((nth) => heard.until(drops[nth]?.before ?? 0));
        await using deck = await openDeck(
          { mode: 'none', cassette, pace, ssh: [{ origin: DRIP.name }] },
          clock,
        );
        await using connection = await connect(client, deck.ready.ssh[0] as SshReady);
        const [{ command, sees }] = DRIP.executions as [(typeof DRIP.executions)[number]];
        const asking = { command: command(folder), shell: false, tty: undefined, env: {}, digested: false };
        const running = await connection.start({ ...asking, stdin: 'open' }, (_stream, bytes) =>
          heard.hear(bytes.length),
        );
        expect(await running.over).toEqual(client.sees(sees));
        expect(clock.waits).toEqual(drops.map(({ delay }) => delay / factor).filter((ms) => ms >= 1));
      });
    },
  );
});

/** The output events that the tape has some time before, in ms, and how many bytes of output before. */
function readDrops(cassette: string): { delay: number; before: number }[] {
  using file = CassetteFile.open(cassette);
  let [last, bytes] = [0, 0];
  const drops: { delay: number; before: number }[] = [];
  for (const event of outputOf(file.events(0))) {
    const delay = (event.at - last) / 1000;
    if (delay >= 1) drops.push({ delay, before: bytes });
    last = event.at;
    if ('bytes' in event) bytes += event.bytes.length;
  }
  return drops;
}

/** Time passes only by waiting. */
class WaitedClock implements Clock {
  readonly waits: number[] = [];
  readonly #mayPass: (nth: number) => Promise<void>;
  #now = 0;

  constructor(mayPass: (nth: number) => Promise<void>) {
    this.#mayPass = mayPass;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return 0;
  }

  async wait(ms: number): Promise<void> {
    const nth = this.waits.push(ms) - 1;
    await this.#mayPass(nth);
    this.#now += ms * 1000;
  }
}

/** How much a client has heard. */
class Heard {
  #bytes = 0;
  #waiting: { bytes: number; resolve: () => void }[] = [];

  hear(bytes: number): void {
    this.#bytes += bytes;
    for (const { bytes: wanted, resolve } of this.#waiting) if (wanted <= this.#bytes) resolve();
  }

  until(bytes: number): Promise<void> {
    if (bytes <= this.#bytes) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ bytes, resolve }));
  }
}
