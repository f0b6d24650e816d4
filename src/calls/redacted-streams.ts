import type { CallStreams, KeptStream } from '../calls.ts';
import type { Stream } from '../event.ts';
import type { Secrets } from '../redact/secrets.ts';
import { RedactedTimeline } from '../redact/timeline.ts';
import type { StreamTape } from './stream-tape.ts';

/** The streams of a call that is over, with tokens in the place of secrets, as they would be taped. */
export function redactedStreams(tape: StreamTape, secrets: Secrets): CallStreams {
  const parts: Record<Stream, Uint8Array[]> = { stdin: [], stdout: [], stderr: [] };
  const timeline = new RedactedTimeline(secrets, (event) => {
    if ('bytes' in event) parts[event.type].push(event.bytes);
  });
  for (const { stream, bytes } of tape.segments) timeline.push({ type: stream, bytes, at: 0 });
  const certain = {
    stdout: timeline.certain('stdout'),
    stderr: timeline.certain('stderr'),
    stdin: timeline.certain('stdin'),
  };
  timeline.finish();
  const keptOf = (stream: Stream): KeptStream => {
    const bytes = Buffer.concat(parts[stream]);
    if (!tape.isTruncated(stream)) return new Stretch(bytes, bytes.length);
    // At its end there may be the beginning of a secret.
    return new Stretch(bytes.subarray(0, certain[stream]), tape.lengths[stream]);
  };
  const [stdout, stderr] = [keptOf('stdout'), keptOf('stderr')];
  // In what is not kept there may have been the prompt that something was typed at.
  const stdin =
    stdout.truncated || stderr.truncated ? new Stretch(NOTHING, tape.lengths.stdin) : keptOf('stdin');
  return { stdin, stdout, stderr };
}

const NOTHING = Buffer.alloc(0);

class Stretch implements KeptStream {
  readonly bytes: Uint8Array;
  readonly length: number;
  #text: string | undefined;

  constructor(bytes: Uint8Array, length: number) {
    this.bytes = bytes;
    this.length = length;
  }

  get text(): string {
    return (this.#text ??= new TextDecoder().decode(this.bytes));
  }

  get truncated(): boolean {
    return this.bytes.length < this.length;
  }
}
