import { type Clue, matchAt, NAME, startsWord } from '../clue.ts';
import { optionSecrets } from '../options/option-secrets.ts';
import { TOOLS_WITH_SECRETS } from '../options/tools.ts';
import { shellTokens } from '../shell-tokens.ts';

/** So much of a command is looked at. */
const LONGEST = 4096;

/** With what ends a word of a shell behind it. */
const WHOLE_NAME = new RegExp(String.raw`(?:${TOOLS_WITH_SECRETS.join('|')})(?=$|[\s|&;()\`'"\\])`, 'iy');

/** Commands in a text, as a shell's stdin, its log, a script and a list of processes have them. */
export const commands: Clue = {
  words: TOOLS_WITH_SECRETS,
  reach: LONGEST / 2,
  isAt: (line, at) => startsWord(line, at) && matchAt(WHOLE_NAME, line, at) !== null,
  secretsAt(line, at) {
    const start = Math.max(0, line.lastIndexOf(' ', at) + 1, at - NAME);
    const text = line.slice(start, start + LONGEST);
    return optionSecrets(shellTokens(text)).map(({ word: _, ...found }) => ({
      ...found,
      start: found.start + start,
      end: found.end + start,
    }));
  },
};
