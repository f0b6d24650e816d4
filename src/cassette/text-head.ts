import { crc32 } from 'node:zlib';
import type { TtySize } from '../event.ts';
import type { Tty } from '../invocation.ts';
import { escapeBytes, escapeText } from './escape.ts';
import { slotsByIndex } from './head-slots.ts';
import type { ExecutedOtherwise, RecordingHead, Slot } from './recording.ts';
import { OPEN, slotText } from './text-stream.ts';

/** What was asked, first; then what came with it, a line each and indented. */
export function headText(head: RecordingHead): string {
  const { tty, env, origin, user, slots, executed, cwd } = head;
  const slotsOf = slotsByIndex(slots, 'env');
  const details = [
    tty && `tty: ${ttyText(tty)}`,
    ...env.map(([name, value], i) => `env: ${escapeText(name)}=${quoted(value, slotsOf(i))}`),
    origin === 'default' ? undefined : `origin: ${escapeText(origin)}`,
    user === undefined ? undefined : `user: ${escapeText(user)}`,
    cwd && `cwd: ${quoted(cwd.bytes, cwd.slots)}`,
    executed && `executed: ${executedText(executed)}`,
  ];
  const shown = details.filter((detail) => detail !== undefined);
  return askedText(head) + shown.map((detail) => `  ${detail}\n`).join('');
}

export const sizeText = ({ columns, rows, width, height }: TtySize): string =>
  `${columns}x${rows}${width || height ? ` (${width}x${height} pixels)` : ''}`;

function askedText({ asked, slots }: RecordingHead): string {
  switch (asked.kind) {
    case 'argv': {
      const slotsOf = slotsByIndex(slots, 'argv');
      return `argv: ${asked.argv.map((word, i) => quoted(word, slotsOf(i))).join(' ')}\n`;
    }
    case 'string':
      return commandText(asked.command, slotsByIndex(slots, 'command')(0));
    case 'session':
      return 'session\n';
    case 'subsystem':
      return `subsystem: ${escapeText(asked.name)}\n`;
  }
}

/** As a shell would be told: folder, variables, words. */
function executedText({ argv = [], env, cwd, slots }: ExecutedOtherwise): string {
  const [ofWord, ofVariable] = [slotsByIndex(slots, 'argv'), slotsByIndex(slots, 'env')];
  return [
    ...(cwd ? [`in ${quoted(cwd, slotsByIndex(slots, 'cwd')(0))}`] : []),
    ...env.map(([name, value], i) =>
      value ? `${escapeText(name)}=${quoted(value, ofVariable(i))}` : `without ${escapeText(name)}`,
    ),
    ...argv.map((word, i) => quoted(word, ofWord(i))),
  ].join(' ');
}

/** A command of several lines, a script that came as one string, is shown as such. */
function commandText(command: Uint8Array, slots: readonly Slot[]): string {
  const lines = withSlots(command, slots)
    .replace(/\\(.)/g, (escape, kind) => (kind === 'n' ? '\n' : escape))
    .split('\n');
  return lines.length === 1
    ? `string: ${lines[0]}\n`
    : lines.map((line, i) => (i < lines.length - 1 ? `string| ${line}\n` : lastLine(line))).join('');
}

const lastLine = (line: string): string => (line === '' ? '' : `string| ${line}${OPEN}\n`);

function ttyText(tty: Tty): string {
  const modes = tty.modes.length > 0 ? `, modes ${crc32(tty.modes).toString(16).padStart(8, '0')}` : '';
  return `${escapeText(tty.term) || "''"} ${sizeText(tty)}${modes}`;
}

/** A word as a shell would take it, so that argvs can be told apart; `$'…'` where anything is escaped. */
function quoted(word: Uint8Array, slots: readonly Slot[]): string {
  const text = withSlots(word, slots);
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  if (text.includes('\\')) return `$'${text.replaceAll("'", "\\'")}'`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function withSlots(bytes: Uint8Array, slots: readonly Slot[]): string {
  let text = '';
  let done = 0;
  for (const slot of slots.toSorted((a, b) => a.offset - b.offset)) {
    text += escapeBytes(bytes.subarray(done, Math.max(done, slot.offset))) + slotText(slot);
    done = Math.max(done, Math.min(bytes.length, slot.offset + slot.length));
  }
  return text + escapeBytes(bytes.subarray(done));
}
