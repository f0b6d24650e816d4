import type { Invoker } from './caller.ts';
import type {
  AnsweredCall,
  AskedCall,
  AskingProcess,
  CallStreams,
  ExecutedCall,
  KeptStream,
  Provenance,
} from './calls.ts';
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

/** What was executed otherwise than asked, for a machine; null is a variable taken away. */
export interface ExecutedJson {
  argv?: BytesJson[];
  env?: Record<string, BytesJson | null>;
  cwd?: BytesJson;
}

const executedJson = ({ argv, env, cwd }: ExecutedCall): ExecutedJson => ({
  ...(argv && { argv: argv.map(bytesJson) }),
  ...(env.length > 0 && {
    env: Object.fromEntries(env.map(([name, value]) => [name, value && bytesJson(value)])),
  }),
  ...(cwd && { cwd: bytesJson(cwd) }),
});

/** The process that asked, for a machine; `umask` as a shell shows it. */
function callerJson({ umask, target, cwd, ...ids }: AskingProcess): object {
  return {
    ...ids,
    umask: umask.toString(8).padStart(4, '0'),
    target: bytesJson(target),
    cwd: cwd && bytesJson(cwd),
  };
}

const invokerJson = ({ pid, executable, argv }: Invoker): object => ({
  pid,
  executable: bytesJson(executable),
  argv: argv.map(bytesJson),
});

/**
 * A call as it is asked, with the `time` of that in ms since the epoch; one that was answered has `provenance`,
 * `outcome` and `duration` (µs) too, `executed` where hooks modified it, `invokers` where they are known, and `streams` where they were kept. Recordings
 * count from 1.
 */
export function callJson(call: AskedCall | AnsweredCall): object {
  const { caller, ...rest } = call;
  const asked = { ...rest, asked: askedJson(call.asked), caller: caller && callerJson(caller) };
  if (!('provenance' in call)) return asked;
  const { provenance, executed, invokers, streams } = call;
  return {
    ...asked,
    executed: executed && executedJson(executed),
    provenance: provenanceJson(provenance),
    invokers: invokers?.map(invokerJson),
    streams: streams && streamsJson(streams),
  };
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
