import type { Normalising, Place } from '../normalise/normalising.ts';
import type { DigestedContent } from './answer.ts';
import type { Findings } from './findings.ts';
import type { Pairs } from './pairs.ts';

/** What it takes to see whether ids that stayed as they were may stay. */
export interface Staying {
  normalising: Normalising;
  pairs: Pairs;
  findings: Findings;
}

/** Ids are looked for in outputs up to this length, in bytes. */
const LONGEST = 256 * 1024;

/**
 * An output that is equal, byte for byte: its ids stand for themselves. One that stands for another elsewhere is a
 * difference. `again` gives the output once more, later: until two ids that differ are paired, none are looked for.
 */
export function idsOfEqual(
  bytes: Buffer,
  again: () => { bytes: Buffer } | DigestedContent,
  place: Place,
  staying: Staying,
): void {
  if (bytes.length === 0 || bytes.length > LONGEST) return;
  const { normalising, pairs } = staying;
  if (pairs.mayBeMoved(() => latin1(bytes))) stay(latin1(bytes), () => true, place, staying);
  else pairs.later(pairing(again, place, { normalising, pairs }));
}

/** A function of its own, as what it makes must not keep the output. */
const pairing =
  (
    again: () => { bytes: Buffer } | DigestedContent,
    place: Place,
    { normalising, pairs }: Pick<Staying, 'normalising' | 'pairs'>,
  ) =>
  (): void => {
    const output = again();
    if (!('bytes' in output)) return;
    for (const { normaliser, value } of idsIn(latin1(output.bytes), normalising, place))
      pairs.pair(normaliser, value, value);
  };

/** The same for ids that both sides of an output have which is equal under normalisers alone. */
export function idsOfAlike(recorded: Buffer, current: Buffer, place: Place, staying: Staying): void {
  if (Math.max(recorded.length, current.length) > LONGEST) return;
  const there = new Set(Array.from(idsIn(latin1(recorded), staying.normalising, place), nameOf));
  if (there.size > 0) stay(latin1(current), (id) => there.has(nameOf(id)), place, staying);
}

/** An id as it stands in a text. */
interface Id {
  normaliser: string;
  value: string;
  start: number;
}

function stay(
  text: string,
  isRecorded: (id: Id) => boolean,
  place: Place,
  { normalising, pairs, findings }: Staying,
): void {
  const told = new Set<string>();
  for (const id of idsIn(text, normalising, place)) {
    const { normaliser, value, start } = id;
    if (!isRecorded(id) || pairs.pair(normaliser, value, value) || told.has(nameOf(id))) continue;
    told.add(nameOf(id));
    findings.add({
      field: place.stream,
      path: `line ${text.slice(0, start).split('\n').length}`,
      kind: 'changed',
      severity: 'value',
      recorded: value,
      current: `${value}, ${elsewhere(pairs, normaliser, value)}`,
    });
  }
}

function* idsIn(text: string, normalising: Normalising, place: Place): Generator<Id> {
  for (const { normaliser, start, end, identity } of normalising.parts(text, place))
    if (identity) yield { normaliser, value: text.slice(start, end), start };
}

const nameOf = ({ normaliser, value }: Id): string => `${normaliser}\0${value}`;

function elsewhere(pairs: Pairs, normaliser: string, value: string): string {
  const { recorded, current } = pairs.partnersOf(normaliser, value);
  return current === undefined
    ? `but elsewhere it is what ${recorded ?? 'another'} was`
    : `but elsewhere it has become ${current}`;
}

const latin1 = (bytes: Buffer): string => bytes.toString('latin1');
