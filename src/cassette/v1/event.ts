import { asBuffer } from '../../as-buffer.ts';
import type { Stream, TtySize } from '../../event.ts';
import type { Outcome } from '../../outcome.ts';
import type { Note, RecordingEnd, TapedEvent } from '../recording.ts';
import { damaged, type Place } from '../trouble.ts';
import { asBytes, asCount, asFields, asList, asText, pack, unpack } from './shape.ts';
import { decodePlainSlots, encodePlainSlots } from './slots.ts';

/** The second element of an event; the first three are the descriptors. */
const STREAMS: readonly Stream[] = ['stdin', 'stdout', 'stderr'];
const EOF = 3;
const SIGNAL = 4;
const RESIZE = 5;
const OUTCOME = 6;

/** The numbers of outcomes, in events and in the directory. */
export const OUTCOMES: readonly Outcome['kind'][] = ['exited', 'signalled', 'lost', 'refused', 'unknown'];

const NOTES: readonly Note[] = ['cancelled', 'may-live-on', 'stream-order-unknown'];

/** The payload in parts, so that the bytes of a stream are not copied. */
export function encodeEvent(event: TapedEvent): Buffer[] {
  switch (event.type) {
    case 'stdin':
    case 'stdout':
    case 'stderr': {
      const slots = event.slots?.length ? encodePlainSlots(event.slots) : undefined;
      const prefix = streamPrefix(
        event.at,
        STREAMS.indexOf(event.type),
        event.bytes.length,
        slots !== undefined,
      );
      return slots ? [prefix, asBuffer(event.bytes), pack(slots)] : [prefix, asBuffer(event.bytes)];
    }
    case 'eof':
      return [pack([event.at, EOF, STREAMS.indexOf(event.stream)])];
    case 'signal':
      return [pack([event.at, SIGNAL, event.name])];
    case 'resize':
      return [pack([event.at, RESIZE, event.columns, event.rows, event.width, event.height])];
    case 'outcome':
      return [pack([event.at, OUTCOME, ...encodeOutcome(event.outcome)])];
  }
}

/** The bytes of a decoded chunk are a view of the payload. */
export function decodeEvent(payload: Buffer, place: Place): TapedEvent {
  const [time, kind, ...rest] = asList(unpack(payload, place), 'an event', place);
  const at = asCount(time, 'the time of an event', place);
  switch (kind) {
    case 0:
    case 1:
    case 2: {
      const type = STREAMS[kind] as Stream;
      const bytes = asBytes(rest[0], `what came on ${type}`, place);
      return rest[1] === undefined
        ? { at, type, bytes }
        : { at, type, bytes, slots: decodePlainSlots(rest[1], place) };
    }
    case EOF: {
      const stream = STREAMS[asCount(rest[0], 'the stream that ended', place, 2)] as Stream;
      return { at, type: 'eof', stream };
    }
    case SIGNAL:
      return { at, type: 'signal', name: asText(rest[0], 'the name of a signal', place) };
    case RESIZE:
      return { at, type: 'resize', ...decodeSize(rest, place) };
    case OUTCOME:
      return { at, type: 'outcome', outcome: decodeOutcome(rest, place) };
    default:
      throw damaged(place, 'an event of unknown kind');
  }
}

/** `events` counts the event frames, so that a missing one shows. */
export function encodeEnd(events: number, { notes }: RecordingEnd): Buffer {
  const known = NOTES.filter((note) => notes.includes(note));
  return pack(known.length > 0 ? { events, notes: known } : { events });
}

/** Notes that this release does not know are passed over. */
export function decodeEnd(payload: Buffer, place: Place): RecordingEnd & { events: number } {
  const fields = asFields(unpack(payload, place), 'the end of a recording', place);
  const told = fields.has('notes') ? asList(fields.get('notes'), 'the notes', place) : [];
  return {
    events: asCount(fields.get('events'), 'the number of events', place),
    notes: NOTES.filter((note) => told.includes(note)),
  };
}

/** An event is an array, a head or an end a map: the first byte tells. */
export const isEvent = (payload: Buffer): boolean => {
  const type = payload[0] ?? 0;
  return (type >= 0x90 && type <= 0x9f) || type === 0xdc || type === 0xdd;
};

/** What a frame of a recording is, wherever it was found. */
export function kindOf(payload: Buffer, place: Place): 'head' | 'event' | 'end' {
  if (isEvent(payload)) return 'event';
  return asFields(unpack(payload, place), 'a frame', place).has('events') ? 'end' : 'head';
}

function encodeOutcome(outcome: Outcome): unknown[] {
  const number = OUTCOMES.indexOf(outcome.kind);
  switch (outcome.kind) {
    case 'exited':
      return [number, outcome.code];
    case 'signalled':
      return [number, outcome.name, outcome.core];
    case 'lost':
    case 'refused':
      return [number, outcome.reason];
    case 'unknown':
      return [number];
  }
}

function decodeOutcome([number, first, second]: readonly unknown[], place: Place): Outcome {
  const kind = OUTCOMES[asCount(number, 'the outcome', place, OUTCOMES.length - 1)] as Outcome['kind'];
  switch (kind) {
    case 'exited':
      return { kind, code: asCount(first, 'the exit code', place, 0xffffffff) };
    case 'signalled':
      return { kind, name: asText(first, 'the name of a signal', place), core: second === true };
    case 'lost':
    case 'refused':
      return { kind, reason: asText(first, 'the reason', place) };
    case 'unknown':
      return { kind };
  }
}

function decodeSize(sizes: readonly unknown[], place: Place): TtySize {
  const size = (at: number): number => asCount(sizes[at], 'the size of a terminal', place, 0xffffffff);
  return { columns: size(0), rows: size(1), width: size(2), height: size(3) };
}

/** `[at, kind, bytes…` up to where the bytes begin. */
function streamPrefix(at: number, kind: number, length: number, hasSlots: boolean): Buffer {
  const time = at < 0x80 ? undefined : pack(at);
  const size = time?.length ?? 1;
  const width = length < 0x100 ? 1 : length < 0x10000 ? 2 : 4;
  const prefix = Buffer.allocUnsafe(3 + size + width);
  prefix[0] = hasSlots ? 0x94 : 0x93;
  if (time) prefix.set(time, 1);
  else prefix[1] = at;
  prefix[1 + size] = kind;
  prefix[2 + size] = width === 1 ? 0xc4 : width === 2 ? 0xc5 : 0xc6;
  prefix.writeUIntBE(length, 3 + size, width);
  return prefix;
}
