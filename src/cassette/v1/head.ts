import { asBuffer } from '../../as-buffer.ts';
import type { Asked, Tty } from '../../invocation.ts';
import type { RecordingHead } from '../recording.ts';
import { damaged, type Place } from '../trouble.ts';
import { plainCommand } from './plain-command.ts';
import {
  asBytes,
  asCount,
  asFields,
  asList,
  asText,
  type Fields,
  list,
  pack,
  unpack,
  written,
} from './shape.ts';
import { decodeExecuted, encodeExecuted } from './executed.ts';
import { decodeFolder, encodeFolder } from './folder.ts';
import { decodeSlots, encodeSlots } from './slots.ts';

// Fields in this order, those at their default left out: equal content, equal bytes. What a reader does not
// know it passes over.

export function encodeHead(head: RecordingHead): Buffer {
  return pack(
    written({
      ...encodeAsked(head.asked),
      tty: head.tty && encodeTty(head.tty),
      env: head.env.length > 0 ? head.env.map(([name, value]) => [name, asBuffer(value)]) : undefined,
      origin: head.origin === DEFAULT_ORIGIN ? undefined : head.origin,
      user: head.user,
      start: head.start,
      slots: encodeSlots(head.slots),
      executed: head.executed && encodeExecuted(head.executed),
      cwd: head.cwd && encodeFolder(head.cwd),
    }),
  );
}

export function decodeHead(payload: Buffer, place: Place): RecordingHead {
  const fields = asFields(unpack(payload, place), 'the head of a recording', place);
  return {
    asked: decodeAsked(fields, place),
    tty: fields.has('tty') ? decodeTty(asFields(fields.get('tty'), 'the tty', place), place) : undefined,
    env: list(fields, 'env', place).map((pair) => {
      const [name, value] = asList(pair, 'a variable', place);
      return [
        asText(name, 'the name of a variable', place),
        asBytes(value, 'the value of a variable', place),
      ] as const;
    }),
    origin: fields.has('origin') ? asText(fields.get('origin'), 'the origin', place) : DEFAULT_ORIGIN,
    user: fields.has('user') ? asText(fields.get('user'), 'the user', place) : undefined,
    start: asCount(fields.get('start'), 'the start', place),
    slots: decodeSlots(fields, HEAD_FIELDS, place),
    ...(fields.has('executed') && {
      executed: decodeExecuted(asFields(fields.get('executed'), 'what was executed', place), place),
    }),
    ...(fields.has('cwd') && { cwd: decodeFolder(fields.get('cwd'), place) }),
  };
}

/** What of a head a key is made of. Bytes are views of the payload. */
export function decodeKeyed(payload: Buffer, place: Place): Pick<RecordingHead, 'asked' | 'tty' | 'slots'> {
  const command = plainCommand(payload);
  if (command === undefined) return decodeHead(payload, place);
  return { asked: { kind: 'string', command }, tty: undefined, slots: [] };
}

const DEFAULT_ORIGIN = 'default';
/** What of a head may have slots. */
const HEAD_FIELDS = ['argv', 'command', 'env'] as const;
const NO_BYTES = Buffer.alloc(0);

function encodeAsked(asked: Asked): Record<string, unknown> {
  switch (asked.kind) {
    case 'argv':
      return { argv: asked.argv.map(asBuffer) };
    case 'string':
      return { command: asBuffer(asked.command) };
    case 'session':
      return { session: true };
    case 'subsystem':
      return { subsystem: asked.name };
  }
}

function decodeAsked(fields: Fields, place: Place): Asked {
  if (fields.has('argv')) {
    const argv = list(fields, 'argv', place).map((word) => asBytes(word, 'the words of an argv', place));
    if (argv.length === 0) throw damaged(place, 'an argv without a word');
    return { kind: 'argv', argv };
  }
  if (fields.has('command'))
    return { kind: 'string', command: asBytes(fields.get('command'), 'the command', place) };
  if (fields.get('session') === true) return { kind: 'session' };
  if (fields.has('subsystem'))
    return { kind: 'subsystem', name: asText(fields.get('subsystem'), 'the subsystem', place) };
  throw damaged(place, 'a head that does not say what was asked');
}

function encodeTty({ term, columns, rows, width, height, modes }: Tty): Map<string, unknown> {
  return written({
    term,
    columns,
    rows,
    width: width || undefined,
    height: height || undefined,
    modes: modes.length > 0 ? asBuffer(modes) : undefined,
  });
}

function decodeTty(fields: Fields, place: Place): Tty {
  const count = (name: string): number =>
    asCount(fields.get(name) ?? 0, `the tty's ${name}`, place, 0xffffffff);
  return {
    term: asText(fields.get('term'), 'TERM', place),
    columns: count('columns'),
    rows: count('rows'),
    width: count('width'),
    height: count('height'),
    modes: fields.has('modes') ? asBytes(fields.get('modes'), 'the terminal modes', place) : NO_BYTES,
  };
}
