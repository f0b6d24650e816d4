import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hostedShim } from '../shim/compiled.ts';
import { ScriptedDeck, type ShimLine } from '../shim/scripted-deck.ts';
import { runShim, type RunOptions } from '../shim/shim-run.ts';
import type { Random } from '../support/random.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { within } from './patience.ts';
import { deckFrames, mayDieBy, ORIGINALS } from './shim-frames.ts';

/** The shim, watched by AddressSanitizer and UBSan, and a deck that says what no deck should. */
export const shim: Fuzzer = {
  name: 'shim',
  open: async () => new ShimFuzzing(await ScriptedDeck.open(), await hostedShim()),
};

class ShimFuzzing implements Fuzzing {
  readonly #deck: ScriptedDeck;
  readonly #links: string;
  readonly #programs: string;

  constructor(deck: ScriptedDeck, program: string) {
    this.#deck = deck;
    this.#links = join(deck.folder, 'links');
    this.#programs = join(deck.folder, 'bin');
    mkdirSync(this.#links);
    mkdirSync(this.#programs);
    for (const [name, script] of Object.entries(ORIGINALS)) {
      const body = script.replace(/\bcat\b/, '/bin/cat'); // nothing else is on PATH
      writeFileSync(join(this.#programs, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      symlinkSync(program, join(this.#links, name));
    }
  }

  async run(random: Random, caseNumber: number): Promise<void> {
    const frames = Buffer.concat(deckFrames(random));
    const said = random.int(3) ? frames : frames.subarray(0, random.int(frames.length + 1));
    const options = this.#invoked(random);
    const input = `${JSON.stringify(options)}\n${said.toString('hex')}`;
    await using run = await runShim(this.#deck.socket, options);
    run.child.stdin?.end('typed\n'.repeat(random.int(3_000)));
    const line = await this.#deck.line();
    await speak(line, said, random);
    const ended = run.ended.catch((error: unknown) => {
      throw new Finding('a sanitizer found something', input, { cause: error });
    });
    await within(ended, 'the shim, or what it ran, does not end', input);
    const { signal, stderr } = await ended;
    if (signal !== null && !mayDieBy(signal))
      throw new Finding(`it died by ${signal}, which nobody told it to: ${stderr}`, input);
    if (caseNumber % 50 === 0) await this.#expectNobodyLeft(input);
  }

  #invoked({ int, pick }: Random): RunOptions {
    const closing = pick([
      '',
      '',
      '',
      ' <&-',
      ' >&-',
      ' 2>&-',
      ' <&- >&- 2>&-',
      ' >/dev/null',
      ' >/dev/full',
    ]);
    return {
      program: join(this.#links, pick(['says', 'reads', 'kills-itself'])),
      args: ['x'.repeat(int(20_000)), ''].slice(int(3)),
      env: {
        PATH: this.#programs,
        TAPEHEAD_ON_LOST: pick(['fail', 'passthrough', '']),
        TAPEHEAD_ASK: pick(['', '+chain,+stdin', 'A,,NONE,+stdin', `A,${'B'.repeat(20_000)}`]),
        A: 'a'.repeat(int(20_000)),
      },
      shell: `${pick(['', "trap '' PIPE; ", "trap '' CHLD TERM; "])}exec "$0" "$@"${closing}`,
    };
  }

  /** What was observed ends with its shim. */
  async #expectNobodyLeft(input: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      const left = startedWith(this.#deck.socket);
      if (left.length === 0) return;
      if (tries === 500) throw new Finding(`processes live on: ${left.join(', ')}`, input);
      await pause(10);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#deck[Symbol.asyncDispose]();
  }
}

/** In pieces, and at times with time for what was said to happen; then the deck is gone, in one of two ways. */
async function speak(line: ShimLine, said: Buffer, { int }: Random): Promise<void> {
  const most = Math.ceil(said.length / (1 + int(3) * int(20)));
  for (let at = 0; at < said.length;) {
    const next = at + 1 + int(most);
    await line.say(said.subarray(at, next));
    at = next;
    if (int(6) === 0) await pause(int(15));
  }
  if (int(2) === 0) await pause(int(15));
  if (int(2) === 0) line.end();
  else line.cut();
}

/** Processes that have this socket in their environment. */
function startedWith(socket: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TAPEHEAD_SOCKET=${socket}`);
    } catch {
      return false; // it ended meanwhile, or is somebody else's
    }
  });
}
