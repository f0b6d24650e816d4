import { rmSync, writeFileSync } from 'node:fs';
import { CassetteFile } from '../../src/cassette/file.ts';
import { describeEvents } from './transcript.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import type { Replayed } from '../../replayer/replayed.ts';
import { Replayer } from '../../replayer/replayer.ts';
import type { Recording } from '../cassette/content.ts';
import { invocation, TestClient } from '../support/client.ts';
import type { Random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { joinFinal, partsOf } from './cassette-parts.ts';
import { closesStdin, COMMAND, cut, type Dialogues, randomDialogues, stdinOf, VOLATILE } from './dialogue.ts';
import { DialogueModel, outputText, type Typed } from './dialogue-model.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { settled, TurnedClock } from './turned-clock.ts';

/** Dialogues that differ in stdin, typed in other pieces and wrongly: what was taped for it comes, or a miss. */
export const stdin: Fuzzer = {
  name: 'stdin',
  open: () => Promise.resolve(new StdinFuzzing()),
};

interface Said {
  played: Replayed;
  output: string;
  bytes: number;
}

class StdinFuzzing implements Fuzzing {
  readonly #folder = new TempFolder();

  async run(random: Random): Promise<void> {
    const dialogues = randomDialogues(random);
    const path = this.#folder.file('a.cassette');
    rmSync(path, { force: true });
    writeFileSync(path, joinFinal(partsOf(dialogues)).bytes);
    using file = CassetteFile.open(path);
    for (const recording of dialogues.recordings) {
      const taped: Typed = { bytes: stdinOf(recording), closed: closesStdin(recording) };
      const typed = random.int(2) ? retyped(taped, dialogues, random) : mistyped(taped, dialogues, random);
      await this.#converse(file, dialogues, typed, random);
    }
  }

  async #converse(file: CassetteFile, dialogues: Dialogues, typed: Typed, random: Random): Promise<void> {
    const chunks = cut(typed.bytes, random);
    try {
      const said = await converse(file, dialogues, chunks, typed.closed, random);
      await judge(said, dialogues, typed);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Finding(message, describeEvents(dialogues, chunks, typed.closed), { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folder[Symbol.dispose]();
  }
}

/** Until it ends: when all is typed time passes, and more than a few times it need not. */
async function converse(
  file: CassetteFile,
  { isVolatile }: Dialogues,
  chunks: readonly Buffer[],
  closes: boolean,
  { int }: Random,
): Promise<Said> {
  const clock = new TurnedClock();
  const replayer = new Replayer([file], isVolatile ? { volatile: [VOLATILE] } : {}, new Secrets(), clock);
  const client = new TestClient();
  const playing = replayer.play(invocation({ kind: 'string', command: COMMAND }), client);
  const waits = int(2) === 0;
  for (const chunk of chunks) {
    client.type(chunk);
    if (waits) await settled();
  }
  if (closes) client.eof();
  const played = await endOf(playing, clock);
  client.leave();
  if (!played) throw new Error('it neither answers nor says that it cannot');
  const bytes = client.bytes('stdout').length + client.bytes('stderr').length;
  return { played, output: outputText(client.events), bytes };
}

/** Undefined where it does not end although time passes again and again. */
async function endOf(playing: Promise<Replayed>, clock: TurnedClock): Promise<Replayed | undefined> {
  for (let n = 0; n < 10; n++) {
    const played = await Promise.race([playing, settled()]);
    if (played) return played;
    clock.elapse();
  }
  return undefined;
}

async function judge(
  { played, output, bytes }: Said,
  { recordings, isVolatile }: Dialogues,
  typed: Typed,
): Promise<void> {
  const model = new DialogueModel(isVolatile);
  const candidates = firstOfEach(recordings, model).map((one) => model.allowed(one, typed));
  const right = candidates.filter(({ isAll }) => isAll);
  if (played.kind === 'played') {
    if (right.some((one) => one.output === output)) return;
    throw new Error(`another output than any that fits: ${JSON.stringify(output)}`);
  }
  const reason = await played.why();
  if (right.length > 0) throw new Error(`a miss, though a recording fits: ${reason}`);
  if (!/, at stdin byte \d+$| did not come in \d+ s$/.test(reason)) {
    throw new Error(`a miss that names no offset: ${reason}`);
  }
  if (!candidates.some((one) => one.output.startsWith(output))) {
    throw new Error(`a miss after output of none that fits so far: ${JSON.stringify(output)}`);
  }
  if (played.sent !== bytes) throw new Error(`${played.sent} bytes told, ${bytes} sent`);
}

function firstOfEach(recordings: readonly Recording[], model: DialogueModel): Recording[] {
  const first = new Map<string, Recording>();
  for (const recording of recordings.toReversed()) first.set(model.stdinClass(recording), recording);
  return [...first.values()];
}

/** The same, with other values where they are volatile. */
function retyped({ bytes, closed }: Typed, { isVolatile }: Dialogues, { int }: Random): Typed {
  if (!isVolatile) return { bytes, closed };
  const text = bytes.toString('latin1');
  const other = text.replaceAll(new RegExp(VOLATILE, 'g'), () => `id-${int(10 ** (1 + int(8)))}`);
  return { bytes: Buffer.from(other, 'latin1'), closed };
}

function mistyped(taped: Typed, dialogues: Dialogues, random: Random): Typed {
  const { bytes, closed } = retyped(taped, dialogues, random);
  const other = stdinOf(random.pick(dialogues.recordings));
  const changed =
    bytes.length > 0 ? mutateBytes(bytes, other.length > 0 ? other : bytes, random).bytes : other;
  return { bytes: random.int(6) ? changed : bytes, closed: random.int(4) ? closed : !closed };
}
