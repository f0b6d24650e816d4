import { describeOutcome } from '../outcome.ts';
import { escapeText } from './escape.ts';
import type { CassetteFile } from './file.ts';
import { hostText } from './host-fingerprint.ts';
import type { CassetteHeader, RecordingEnd, TapedEvent } from './recording.ts';
import { headText, sizeText } from './text-head.ts';
import { type Chunk, StreamText } from './text-stream.ts';

export interface TextOptions {
  /** Each recording's number, from 1 as messages count, before its command. Off, so that a diff shows only what changed. */
  numbers?: boolean;
  /** When each recording began and each line came, and where every stream ended. Off for the same reason. */
  timing?: boolean;
  /** Only these recordings. */
  only?: readonly number[];
}

/**
 * A cassette as text that a person reviews and git compares: stable, one recording after the other, each
 * piece one or more whole lines. Streams are prefixed `in|`, `out|`, `err|` in the order taped, however they
 * were cut into chunks. A line that ends in one backslash goes on: no newline was there. Everything else is
 * escaped as escapeBytes() does; a redacted part is `\{class#id}`.
 *
 * @throws TapeheadError CASSETTE_DAMAGED, CASSETTE_UNREADABLE where reading does
 */
export function* toText(cassette: CassetteFile, options: TextOptions = {}): Generator<string, void> {
  yield headerText(cassette.version, cassette.header);
  for (const index of options.only ?? Array(cassette.count).keys()) {
    const head = cassette.head(index);
    yield `\n${options.numbers ? `#${index + 1} ` : ''}${headText(head)}`;
    if (options.timing) yield `  asked at ${seconds(head.start)} s\n`;
    yield* eventsText(cassette.events(index), options.timing ?? false);
  }
}

function headerText(
  version: number,
  { day, host, hosts = new Map(), redacted, stamped }: CassetteHeader,
): string {
  const known = hostText(host);
  const lines = [`cassette, format ${version}, taped ${day}`];
  if (known !== '') lines.push(`host: ${escapeText(known)}`);
  for (const [origin, own] of hosts)
    lines.push(`host of ${escapeText(origin)}: ${escapeText(hostText(own) || 'unknown')}`);
  if (stamped !== undefined) lines.push(`stamped: ${stamped}`);
  if (redacted.length > 0) lines.push(`redacted: ${escapeText(redacted.join(', '))}`);
  return `${lines.join('\n')}\n`;
}

function* eventsText(events: Generator<TapedEvent, RecordingEnd>, timing: boolean): Generator<string, void> {
  const when = (at: number): string => (timing ? `${seconds(at).padStart(12)} ` : '');
  const shown = timing ? events : worthShowing(events);
  let stream: StreamText | undefined;
  let step = shown.next();
  for (; !step.done; step = shown.next()) {
    const event = step.value;
    if (stream && event.type !== stream.type) {
      yield* stream.end();
      stream = undefined;
    }
    if (isChunk(event)) {
      stream ??= new StreamText(event.type, (at) => `${when(at)}${LABELS[event.type]}|`);
      yield* stream.add(event);
    } else {
      yield `${when(event.at)}${eventText(event)}\n`;
    }
  }
  if (stream) yield* stream.end();
  for (const note of step.value.notes) yield `  note: ${note}\n`;
}

/**
 * Without the ends of streams that say nothing: of stdin where nothing was typed, and of output where
 * nothing but the outcome follows. In which order these come is chance.
 */
function* worthShowing(events: Generator<TapedEvent, RecordingEnd>): Generator<TapedEvent, RecordingEnd> {
  let held: TapedEvent[] = [];
  let typed = false;
  let step = events.next();
  for (; !step.done; step = events.next()) {
    const event = step.value;
    const isEnd = event.type === 'eof';
    if (isEnd && event.stream === 'stdin' && !typed) continue;
    if (event.type === 'outcome' || (isEnd && (event.stream !== 'stdin' || held.length > 0))) {
      held.push(event);
      continue;
    }
    typed ||= event.type === 'stdin';
    yield* held;
    held = [];
    yield event;
  }
  yield* held.filter((event) => event.type === 'outcome');
  return step.value;
}

const LABELS = { stdin: '   in', stdout: '  out', stderr: '  err' } as const;

function eventText(event: Exclude<TapedEvent, Chunk>): string {
  switch (event.type) {
    case 'eof':
      return `${LABELS[event.stream]}: end`;
    case 'signal':
      return `  signal: ${escapeText(event.name)}`;
    case 'resize':
      return `  resize: ${sizeText(event)}`;
    case 'outcome':
      return `  ${escapeText(describeOutcome(event.outcome))}`;
  }
}

const isChunk = (event: TapedEvent): event is Chunk => 'bytes' in event;

const seconds = (µs: number): string => (µs / 1e6).toFixed(6);
