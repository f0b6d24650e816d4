import type { ControlRequest, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { Refusal } from './refusal.ts';

/** What is asked for, by method and target (RFC 9112, origin form). */
export interface Routed {
  operation: Operation;
  request: Pick<ControlRequest, 'parameter' | 'text' | 'count'>;
}

/**
 * Finds the operation that a request is for.
 *
 * @throws Refusal 400, 404, 405
 */
export function route(method: string, target: string): Routed {
  const [path, query = ''] = splitAt(target, '?');
  const segments = path.split('/').map(decode);
  const here = OPERATIONS.filter((operation) => fits(operation.path, segments));
  if (here.length === 0) {
    throw new Refusal(404, `there is nothing at ${path}`, 'GET /openapi.json has all that there is');
  }
  const operation = here.find((one) => one.method === method);
  if (!operation) {
    const allow = here.map((one) => one.method).join(', ');
    throw new Refusal(405, `${method} is nothing that ${path} takes`, `use ${allow}`, { headers: { allow } });
  }
  return { operation, request: readParameters(operation, segments, query) };
}

function readParameters({ path, query: known = [] }: Operation, segments: string[], query: string) {
  const given = new URLSearchParams(query);
  for (const name of given.keys()) {
    if (known.some((one) => one.name === name)) continue;
    const names = known.map((one) => one.name).join(', ');
    const remedy = names === '' ? 'leave out what is behind the question mark' : `use ${names}`;
    throw new Refusal(400, `there is no parameter ${JSON.stringify(name)} here`, remedy);
  }
  for (const { name, required = false } of known) {
    if (required && !given.has(name)) {
      throw new Refusal(400, `the parameter ${name} is missing`, `end the path with ?${name}=…`);
    }
  }
  const text = (name: string): string | undefined => given.get(name) ?? undefined;
  return {
    text,
    parameter: (name: string) => segments[path.split('/').indexOf(`{${name}}`)] ?? '',
    count(name: string) {
      const digits = text(name);
      if (digits === undefined) return undefined;
      if (/^\d{1,15}$/.test(digits)) return Number(digits);
      throw new Refusal(400, `${name} is ${JSON.stringify(digits)}`, 'use a whole number from 0');
    },
  };
}

function fits(template: string, segments: readonly string[]): boolean {
  const wanted = template.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((one, i) => (one.startsWith('{') ? segments[i] !== '' : one === segments[i]))
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    const shown = JSON.stringify(segment);
    throw new Refusal(400, `${shown} is no percent-encoded UTF-8`, 'encode the name as RFC 3986 has it');
  }
}

function splitAt(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
