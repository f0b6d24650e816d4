import { simpleWords } from '../shell.ts';

/**
 * The argv of each stage of a pipeline, as latin1, where the string is nothing else: every stage simple (see
 * {@link simpleWords}), no expansion, substitution or separator, and no redirection but `2>&1` and those to
 * `/dev/null`. In front of a stage variables of the locale may be set.
 */
export function pipelineOf(command: Uint8Array): string[][] | undefined {
  // Only in matching does a pair of NULs stand for something; shells cut or drop them.
  if (command.includes(0)) return undefined;
  const stages = stagesOf(Buffer.from(command).toString('latin1'));
  const words = stages.map((stage) => simpleWords(Buffer.from(stage.replace(LOCALE, ''), 'latin1')));
  if (words.some((stage) => stage === undefined)) return undefined;
  return words.map((stage) => stage?.map((word) => word.toString('latin1')) ?? []);
}

/** Splits at `|` outside of quotes, and takes the harmless redirections away; all else is judged word by word. */
function stagesOf(command: string): string[] {
  const stages: string[] = [];
  let stage = '';
  for (let i = 0; i < command.length;) {
    const quoted = pieceAt(QUOTED, command, i);
    const redirected =
      i === 0 || BEFORE_WORD.test(command[i - 1] ?? '') ? pieceAt(HARMLESS, command, i) : undefined;
    const piece = quoted ?? redirected ?? command[i] ?? '';
    i += piece.length;
    if (piece === '|') {
      stages.push(stage);
      stage = '';
    } else {
      stage += redirected === undefined ? piece : ' ';
    }
  }
  return [...stages, stage];
}

function pieceAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

const QUOTED = /'[^']*'|"[^"]*"|\\[^]/y;
const BEFORE_WORD = /[| \t]/;
const HARMLESS = /(?:2>&1|[12]?>[ \t]*\/dev\/null)(?=[ \t|]|$)/y;
const LOCALE = /^[ \t]*(?:(?:LC_[A-Z]+|LANG)=[A-Za-z0-9_.@-]*[ \t]+)*/;
