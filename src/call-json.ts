import type { AnsweredCall, AskedCall, CallStreams, KeptStream, Provenance } from './calls.ts';
import type { Asked } from './invocation.ts';
import { bytesJson, type BytesJson } from './bytes-json.ts';

/** What was asked, for a machine. */
export type AskedJson =
  | { kind: 'argv'; argv: BytesJson[] }
  | { kind: 'string'; command: BytesJson }
  | { kind: 'session' }
  | { kind: 'subsystem'; name: string };

export function askedJson(asked: Asked): AskedJson {
  switch (asked.kind) {
    case 'argv':
      return { kind: 'argv', argv: asked.argv.map(bytesJson) };
    case 'string':
      return { kind: 'string', command: bytesJson(asked.command) };
    case 'session':
    case 'subsystem':
      return asked;
  }
}

/**
 * A call as it is asked, with `time` in ms since the epoch; one that was answered has `provenance`, `outcome` and
 * `duration` (µs) too, and `streams` where they were kept. Recordings count from 1.
 */
export function callJson(call: AskedCall | AnsweredCall): object {
  const asked = askedJson(call.asked);
  if (!('provenance' in call)) return { ...call, asked };
  const { streams, ...rest } = call;
  const answered = { ...rest, asked, provenance: provenanceJson(call.provenance) };
  return streams ? { ...answered, streams: streamsJson(streams) } : answered;
}

function streamsJson({ stdin, stdout, stderr }: CallStreams): object {
  const json = ({ bytes, length, truncated }: KeptStream): object => ({
    ...bytesJson(bytes),
    length,
    truncated,
  });
  return { stdin: json(stdin), stdout: json(stdout), stderr: json(stderr) };
}

function provenanceJson(provenance: Provenance): object {
  if (provenance.from !== 'cassette') return provenance;
  const { index, ...rest } = provenance;
  return { ...rest, recording: index + 1 };
}
