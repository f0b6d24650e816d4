import type { CassetteFile } from '../cassette/file.ts';
import type { CassetteHeader, HostFingerprint } from '../cassette/recording.ts';
import type { Stream } from '../event.ts';
import { keyWords } from '../key.ts';
import { describeOutcome } from '../outcome.ts';

/** What a cassette holds, in figures. Durations are µs. */
export interface CassetteStats extends Omit<CassetteHeader, 'hosts'> {
  /** Of origins that have a host of their own. */
  hosts: Record<string, HostFingerprint>;
  cassette: string;
  version: number;
  /** Bytes of the file. */
  size: number;
  recordings: number;
  /** From the first invocation to the last end. */
  duration: number;
  bytes: Record<Stream, number>;
  /** How many recordings ended in each way: `exited 0`, `signalled KILL`, `lost`, … */
  outcomes: Record<string, number>;
  /** Recordings in which a secret was replaced. */
  redactedRecordings: number;
  /** By command name, the most recorded first. */
  commands: CommandStats[];
}

export interface CommandStats {
  name: string;
  recordings: number;
  /** Of stdout and stderr together. */
  outputBytes: number;
  /** Of all its recordings together. */
  duration: number;
}

/** Reads the whole cassette. @throws TapeheadError CASSETTE_DAMAGED */
export function cassetteStats(file: CassetteFile): CassetteStats {
  const bytes = { stdin: 0, stdout: 0, stderr: 0 };
  const outcomes: Record<string, number> = {};
  const commands = new Map<string, CommandStats>();
  let redactedRecordings = 0;
  for (let index = 0; index < file.count; index++) {
    const { outcome, duration, redacted } = file.entry(index);
    const ended =
      outcome.kind === 'exited' || outcome.kind === 'signalled' ? describeOutcome(outcome) : outcome.kind;
    outcomes[ended] = (outcomes[ended] ?? 0) + 1;
    if (redacted) redactedRecordings++;

    const own = streamBytes(file, index);
    for (const stream of ['stdin', 'stdout', 'stderr'] as const) bytes[stream] += own[stream];

    const name = commandName(file, index);
    const command = commands.get(name) ?? { name, recordings: 0, outputBytes: 0, duration: 0 };
    command.recordings++;
    command.outputBytes += own.stdout + own.stderr;
    command.duration += duration;
    commands.set(name, command);
  }
  return {
    cassette: file.path,
    version: file.version,
    size: file.size,
    ...file.header,
    hosts: Object.fromEntries(file.header.hosts ?? []),
    recordings: file.count,
    duration: file.duration,
    bytes,
    outcomes,
    redactedRecordings,
    commands: [...commands.values()].toSorted(
      (a, b) => b.recordings - a.recordings || compare(a.name, b.name),
    ),
  };
}

function streamBytes(file: CassetteFile, index: number): Record<Stream, number> {
  const bytes = { stdin: 0, stdout: 0, stderr: 0 };
  for (const event of file.events(index)) {
    if ('bytes' in event) bytes[event.type] += event.bytes.length;
  }
  return bytes;
}

/** Of a shell string that is not simple, the first word that is a name; what comes after it may be anything. */
function commandName(file: CassetteFile, index: number): string {
  const { kind, words } = keyWords(file.head(index));
  const first = Buffer.from(words[0] ?? []).toString();
  switch (kind) {
    case 'argv':
      return first;
    case 'string':
      return (
        /^\s*(?:[A-Za-z_]\w*=\S*\s+)*([\w@%+:,./-]*\/)?([\w@%+:,.-]+)/.exec(first)?.[2] ?? '(shell string)'
      );
    case 'session':
      return '(shell session)';
    case 'subsystem':
      return `(subsystem ${first})`;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
