import { TapeheadError } from '../errors.ts';
import { drifted } from '../reports/terminal.ts';
import type { VerifiedRecording } from '../verified.ts';
import type { Terminal } from './terminal.ts';
import { normaliserFor } from './verify-normaliser.ts';

/** Asks the person at the terminal, and gives the line typed. */
export type Ask = (text: string, echo: boolean) => Promise<string>;

const HELP = `y  accept: what the host answers now takes the place of what is recorded
n  leave it as it is; then a normaliser can be printed that would hide it
q  leave this one and all that follow
`;

/** Shows each, and asks. */
export async function chooseInteractively(
  all: readonly VerifiedRecording[],
  ask: Ask,
  terminal: Terminal,
): Promise<VerifiedRecording[]> {
  const chosen: VerifiedRecording[] = [];
  for (const [i, one] of all.entries()) {
    terminal.say(drifted(one, { colours: false, columns: undefined }));
    const answer = await answerOf(`accept ${i + 1}/${all.length}? [y/n/q/?] `, 'ynq', ask, terminal);
    if (answer === 'q') break;
    if (answer === 'y') chosen.push(one);
    else await offerNormaliser(one, ask, terminal);
  }
  return chosen;
}

async function offerNormaliser(one: VerifiedRecording, ask: Ask, terminal: Terminal): Promise<void> {
  const manifest = normaliserFor(one);
  if (manifest === undefined) return;
  const answer = await answerOf('print a normaliser for it? [y/n/?] ', 'ynq', ask, terminal);
  if (answer === 'y') await terminal.data(manifest);
}

/** One of the letters. Who does not answer wants no more. */
async function answerOf(question: string, letters: string, ask: Ask, terminal: Terminal): Promise<string> {
  for (;;) {
    const answer = await ask(question, true).catch((error: unknown) => {
      if (error instanceof TapeheadError) return 'q';
      throw error;
    });
    const letter = answer.trim().toLowerCase().slice(0, 1);
    if (letter !== '' && letters.includes(letter)) return letter;
    terminal.say(HELP);
  }
}
