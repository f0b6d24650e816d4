import type { CassetteFile } from '../cassette/file.ts';
import type { ExecutedOtherwise, RecordingHead, TapedEvent } from '../cassette/recording.ts';
import { bytesJson } from '../bytes-json.ts';
import { askedJson } from '../call-json.ts';

/**
 * A recording as one line of JSON, in pieces: an event at a time, as output may be larger than memory.
 * Times are µs, bytes are `{text}` or `{base64}`, recordings count from 1.
 */
export function* recordingJson(file: CassetteFile, index: number): Generator<string, void> {
  const head = JSON.stringify({ cassette: file.path, recording: index + 1, ...headJson(file.head(index)) });
  yield `${head.slice(0, -1)},"events":[`;
  const events = file.events(index);
  let separator = '';
  for (let next = events.next(); ; next = events.next()) {
    if (next.done) {
      yield `],"notes":${JSON.stringify(next.value.notes)}}\n`;
      return;
    }
    yield `${separator}${JSON.stringify(eventJson(next.value))}`;
    separator = ',';
  }
}

function headJson({ asked, tty, env, executed, cwd, ...rest }: RecordingHead): object {
  return {
    asked: askedJson(asked),
    ...(tty && { tty: { ...tty, modes: bytesJson(tty.modes) } }),
    env: env.map(([name, value]) => ({ name, ...bytesJson(value) })),
    ...rest,
    ...(cwd && { cwd: { ...bytesJson(cwd.bytes), slots: cwd.slots } }),
    ...(executed && { executed: executedJson(executed) }),
  };
}

const executedJson = ({ argv, env, cwd, slots }: ExecutedOtherwise): object => ({
  ...(argv && { argv: argv.map(bytesJson) }),
  env: env.map(([name, value]) => ({ name, ...(value ? bytesJson(value) : { unset: true }) })),
  ...(cwd && { cwd: bytesJson(cwd) }),
  slots,
});

function eventJson(event: TapedEvent): object {
  if (!('bytes' in event)) return event;
  const { bytes, ...rest } = event;
  return { ...rest, ...bytesJson(bytes) };
}
