import { isUtf8 } from 'node:buffer';
import type { Invocation } from '../../invocation.ts';
import type { Captures } from '../match/matcher.ts';

/**
 * An invocation as a program is told of it: as JSON, with all bytes as text. What of them is no UTF-8 stands in
 * `base64` too, under the same names; words of the argv by their number, from 0. What is not there is null.
 */
export function toldInvocation(invocation: Invocation, captures: Captures): string {
  const { asked, tty, origin, door, user = null, caller } = invocation;
  const bytes = {
    argv: asked.kind === 'argv' ? asked.argv : null,
    command: asked.kind === 'string' ? asked.command : null,
    env: invocation.env,
    captures,
    target: caller?.target ?? null,
    cwd: caller?.cwd ?? null,
  };
  const exact = Object.entries(bytes).flatMap(([name, value]) => {
    const encoded = encodedWhereNotText(value);
    return encoded === undefined ? [] : [[name, encoded] as const];
  });
  const size = tty && { term: tty.term, columns: tty.columns, rows: tty.rows };
  return JSON.stringify({
    kind: asked.kind,
    ...Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, asText(value)])),
    subsystem: asked.kind === 'subsystem' ? asked.name : null,
    ...{ origin, door, user },
    tty: size ?? null,
    ...{ pid: caller?.pid ?? null, uid: caller?.uid ?? null, gid: caller?.gid ?? null },
    ...(exact.length > 0 && { base64: Object.fromEntries(exact) }),
  });
}

type Words = readonly Uint8Array[];
type Named = ReadonlyMap<string, Uint8Array>;
type Value = Uint8Array | Words | Named | null;

function asText(value: Value): unknown {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (isNamed(value)) return Object.fromEntries(Array.from(value, ([name, one]) => [name, asText(one)]));
  return value.map(asText);
}

/** Undefined where the text says it all. */
function encodedWhereNotText(value: Value): unknown {
  if (value === null) return undefined;
  if (value instanceof Uint8Array) return isUtf8(value) ? undefined : Buffer.from(value).toString('base64');
  const entries: [string | number, Uint8Array][] = isNamed(value) ? [...value] : [...value.entries()];
  const awkward = entries.filter(([, one]) => !isUtf8(one));
  if (awkward.length === 0) return undefined;
  return Object.fromEntries(awkward.map(([name, one]) => [name, encodedWhereNotText(one)]));
}

const isNamed = (value: Words | Named): value is Named => value instanceof Map;
