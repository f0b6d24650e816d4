import type { AnsweredCall, AskedCall, Provenance } from '../calls.ts';
import type { Asked } from '../invocation.ts';
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
 * `duration` (µs) too. Recordings count from 1.
 */
export function callJson(call: AskedCall | AnsweredCall): object {
  const asked = askedJson(call.asked);
  if (!('provenance' in call)) return { ...call, asked };
  return { ...call, asked, provenance: provenanceJson(call.provenance) };
}

function provenanceJson(provenance: Provenance): object {
  if (provenance.from !== 'cassette') return provenance;
  const { index, ...rest } = provenance;
  return { ...rest, recording: index + 1 };
}
