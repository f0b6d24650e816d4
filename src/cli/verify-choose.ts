import { TapeheadError } from '../errors.ts';
import { normalisersText } from '../normalise/proposal-text.ts';
import { propose } from '../normalise/propose.ts';
import { drifted } from '../reports/terminal.ts';
import type { VerifiedRecording } from '../verified.ts';
import type { Terminal } from './terminal.ts';

/** Asks the person at the terminal, and gives the line typed. */
export type Ask = (text: string, echo: boolean) => Promise<string>;

const HELP = `y  accept: what the host answers now takes the place of what is recorded
n  leave it as it is; then a normaliser can be printed that would hide it
q  leave this one and all that follow
`;

/** One that has drifted, and for which command a normaliser would be. */
export interface Choosable {
  recording: VerifiedRecording;
  command: string;
}

/** Shows each, and asks. */
export async function chooseInteractively(
  all: readonly Choosable[],
  ask: Ask,
  terminal: Terminal,
): Promise<VerifiedRecording[]> {
  const chosen: VerifiedRecording[] = [];
  for (const [i, one] of all.entries()) {
    terminal.say(drifted(one.recording, { colours: false, columns: undefined }));
    const answer = await answerOf(`accept ${i + 1}/${all.length}? [y/n/q/?] `, ask, terminal);
    if (answer === 'y') chosen.push(one.recording);
    else if (answer === 'q' || (await offerNormaliser(one, ask, terminal)) === 'q') break;
  }
  return chosen;
}

/** Of a part of an output nothing can be accepted, but it can be hidden from now on. */
async function offerNormaliser(
  { recording, command }: Choosable,
  ask: Ask,
  terminal: Terminal,
): Promise<string> {
  const { proposals } = propose([{ command, differences: recording.differences }]);
  if (proposals.length === 0) return 'n';
  const answer = await answerOf('print a normaliser that would hide it? [y/n/q/?] ', ask, terminal);
  if (answer === 'y') await terminal.data(normalisersText(proposals));
  return answer;
}

/** One of the letters. Who does not answer wants no more. */
async function answerOf(question: string, ask: Ask, terminal: Terminal): Promise<string> {
  for (;;) {
    const answer = await ask(question, true).catch((error: unknown) => {
      if (error instanceof TapeheadError) return 'q';
      throw error;
    });
    const letter = answer.trim().toLowerCase().slice(0, 1);
    if (letter !== '' && 'ynq'.includes(letter)) return letter;
    terminal.say(HELP);
  }
}
