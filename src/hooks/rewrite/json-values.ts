import { visit } from 'jsonc-parser';
import { TapeheadError } from '../../errors.ts';
import type { Step } from './json-pointer.ts';

/** Where a value stands: bytes from and to. */
export type Range = readonly [start: number, end: number];

/** Deeper than any program nests, and not so deep that reading it needs too much of the stack. */
const DEEPEST = 1000;

/**
 * The values that a pointer names, in order; undefined where the bytes are no JSON.
 *
 * @throws TapeheadError HOOK_FAILED for what is nested too deeply to be read
 */
export function valuesAt(bytes: Uint8Array, pointer: readonly Step[]): Range[] | undefined {
  // As latin1, offsets are those of bytes; what has a meaning in JSON is ASCII.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const found: Range[] = [];
  const walk = new Walk(pointer);
  let isJson = true;
  const begin = (offset: number, isArray: boolean): boolean => {
    walk.enter(offset + mark, isArray);
    return true;
  };
  const end = (offset: number, length: number): void => {
    const start = walk.leave();
    if (start !== undefined) found.push([start, offset + mark + length]);
  };
  visit(
    text.slice(mark),
    {
      onObjectBegin: (offset) => begin(offset, false),
      onArrayBegin: (offset) => begin(offset, true),
      onObjectProperty: (_, offset, length) => walk.name(text.slice(offset + mark, offset + mark + length)),
      onSeparator: (character) => void (character === ',' && walk.next()),
      onLiteralValue: (_, offset, length) => {
        if (walk.isThere()) found.push([offset + mark, offset + mark + length]);
      },
      onObjectEnd: end,
      onArrayEnd: end,
      onError: () => void (isJson = false),
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return isJson ? found : undefined;
}

/** The three bytes of U+FEFF. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** Where in the document we are, as far as the pointer is concerned. */
class Walk {
  readonly #pointer: readonly Step[];
  /** Of each container that we are in. */
  readonly #containers: { start: number; index: number; isNamed: boolean; isMeant: boolean }[] = [];
  /** Containers from the outermost in whose member is the one that the pointer names. */
  #agreeing = 0;

  constructor(pointer: readonly Step[]) {
    this.#pointer = pointer;
  }

  /** Whether the value that comes next is meant. */
  isThere(): boolean {
    const depth = this.#containers.length;
    return depth === this.#pointer.length && this.#agreeing === depth;
  }

  enter(start: number, isArray: boolean): void {
    if (this.#containers.length === DEEPEST) {
      throw new TapeheadError(
        'HOOK_FAILED',
        `JSON that is nested more than ${DEEPEST} deep cannot be rewritten`,
        'rewrite a text or a pattern in it',
      );
    }
    this.#containers.push({ start, index: 0, isNamed: !isArray, isMeant: this.isThere() });
    if (isArray) this.#at('0');
  }

  /** Where the container began, if it was meant. */
  leave(): number | undefined {
    const left = this.#containers.pop();
    this.#agreeing = Math.min(this.#agreeing, this.#containers.length);
    return left?.isMeant ? left.start : undefined;
  }

  /** A member of an object, by its name as it is written. */
  name(written: string): void {
    const step = this.#stepHere();
    if (!step) return;
    const json = Buffer.from(written, 'latin1').toString();
    this.#at(step.any ? '' : (parsed(json) ?? ''));
  }

  /** Another member of the container. */
  next(): void {
    const container = this.#containers.at(-1);
    if (!container || container.isNamed) return;
    container.index++;
    this.#at(String(container.index));
  }

  #stepHere(): Step | undefined {
    const depth = this.#containers.length;
    return this.#agreeing >= depth - 1 ? this.#pointer[depth - 1] : undefined;
  }

  #at(name: string): void {
    const depth = this.#containers.length;
    const step = this.#stepHere();
    if (step) this.#agreeing = step.any || step.name === name ? depth : depth - 1;
  }
}

function parsed(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // then the document is no JSON, which the visitor says too
  }
}
