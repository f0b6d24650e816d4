import { basename } from 'node:path';
import { askedText, callText } from '../asked-text.ts';
import type { Asked } from '../invocation.ts';
import { describeOutcome, type Outcome } from '../outcome.ts';
import { visible } from '../visible.ts';
import { bytesOf } from '../bytes-json.ts';
import type { ExecutedCall, HookMessage } from '../calls.ts';
import type { AskedJson, ExecutedJson } from '../call-json.ts';

/** What of a call over the control API is told on a line. */
export interface CallJson {
  /** In ms since the epoch. */
  time: number;
  origin: string;
  asked: AskedJson;
  executed?: ExecutedJson;
  provenance: {
    from: string;
    hook?: string;
    profile?: string;
    notImplemented?: string;
    file?: string;
    recording?: number;
  };
  outcome?: Outcome;
  /** In µs. */
  duration: number;
}

/** Such as `14:02:51.204 esx-1: esxcli network nic list; cassette nic.cassette#1, exited 0, 1 ms`. */
export function callLine({ time, origin, provenance, outcome, duration, ...call }: CallJson): string {
  const ended = outcome ? visible(describeOutcome(outcome)) : 'nothing was answered';
  const what = `${visible(origin)}: ${callText({ asked: askedOf(call.asked), ...executedOf(call) })}`;
  return `${clockTime(time)} ${what}; ${visible(answeredFrom(provenance))}, ${ended}, ${Math.round(duration / 1000)} ms`;
}

/** Such as `14:02:51.204 esx-1: df -P /srv; hook audit: somebody looks at /srv`. */
export function messageLine({ call, time, hook, told }: HookMessage): string {
  const what = `${visible(call.origin)}: ${askedText(call.asked)}`;
  return `${clockTime(time)} ${what}; hook ${visible(hook)}: ${visible(told)}`;
}

function askedOf(asked: AskedJson): Asked {
  if (asked.kind === 'argv') return { kind: 'argv', argv: asked.argv.map(bytesOf) };
  if (asked.kind === 'string') return { kind: 'string', command: bytesOf(asked.command) };
  return asked;
}

function executedOf({ executed }: Pick<CallJson, 'executed'>): { executed?: ExecutedCall } {
  if (!executed) return {};
  const { argv, env = {}, cwd } = executed;
  const variables = Object.entries(env).map(([name, value]) => [name, value && bytesOf(value)] as const);
  return {
    executed: {
      ...(argv && { argv: argv.map(bytesOf) }),
      env: variables,
      ...(cwd && { cwd: bytesOf(cwd) }),
    },
  };
}

function answeredFrom({
  from,
  hook,
  profile,
  notImplemented,
  file,
  recording,
}: CallJson['provenance']): string {
  if (file !== undefined) return `cassette ${basename(file)}#${recording ?? '?'}`;
  if (profile !== undefined) {
    return `${from} ${profile}${notImplemented === undefined ? '' : ` (not implemented: ${notImplemented})`}`;
  }
  return hook === undefined ? from : `${from} ${hook}`;
}

/** In the time of this place: `14:02:51.204`. */
function clockTime(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice('2026-01-01T'.length, -1);
}
