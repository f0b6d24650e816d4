import { type Entry, modeOfText, typeOfLetter } from './entry.ts';
import { encodeEscaped } from './surrogates.ts';

/** Reads one entry, a field at a time. What is not known of is passed over. */
export class EntryReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #bad: (what: string) => Error;
  #isContradiction = false;

  /** @param bad makes the error of a field that cannot be read */
  constructor(data: unknown, bad: (what: string) => Error) {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw bad('is no object');
    this.#fields = data as Record<string, unknown>;
    this.#bad = bad;
  }

  /** Whether its two ways to tell the permissions differ. */
  get isContradiction(): boolean {
    return this.#isContradiction;
  }

  entry(): Entry {
    const optional = {
      uid: this.#number('uid', MOST_ID),
      gid: this.#number('gid', MOST_ID),
      size: this.#number('size', Number.MAX_SAFE_INTEGER),
      target: this.#bytes('target'),
      major: this.#number('major', MOST_ID),
      minor: this.#number('minor', MOST_ID),
      inode: this.#fields['inode'] === undefined ? undefined : this.#text('inode'),
      content: this.#base64('content'),
    };
    const path = this.#bytes('path');
    if (path === undefined) throw this.#bad('path is not there');
    return {
      path,
      ...this.#typeAndMode(),
      owner: this.#text('owner'),
      group: this.#text('group'),
      ...(Object.fromEntries(
        Object.entries(optional).filter(([, value]) => value !== undefined),
      ) as Partial<Entry>),
    };
  }

  #typeAndMode(): Pick<Entry, 'type' | 'mode'> {
    const hstat = this.#text('hstat');
    const stat = this.#text('stat');
    const type = typeOfLetter(hstat.charAt(0));
    const shown = modeOfText(hstat.slice(1));
    if (type === undefined || shown === undefined)
      throw this.#bad(`hstat ${JSON.stringify(hstat)} is not like "-r-xr-xr-x"`);
    if (!/^[0-7]{1,5}$/.test(stat) || Number.parseInt(stat, 8) > MOST_MODE)
      throw this.#bad(`stat ${JSON.stringify(stat)} is not like "555"`);
    const mode = Number.parseInt(stat, 8);
    this.#isContradiction = mode !== shown;
    return { type, mode };
  }

  #text(name: string): string {
    const value = this.#fields[name];
    if (typeof value === 'string') return value;
    throw this.#bad(value === undefined ? `${name} is not there` : `${name} is no text`);
  }

  #number(name: string, most: number): number | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw this.#bad(`${name} is no whole number from 0 to ${most}`);
  }

  /** As base64 beside its readable form where it is not UTF-8. */
  #bytes(name: 'path' | 'target'): Buffer | undefined {
    const exact = this.#base64(`${name}Bytes`);
    if (exact) return exact;
    if (this.#fields[name] === undefined) return undefined;
    const bytes = encodeEscaped(this.#text(name));
    if (bytes) return bytes;
    throw this.#bad(`${name} holds half a character; ${name}Bytes takes any bytes, in base64`);
  }

  #base64(name: string): Buffer | undefined {
    if (this.#fields[name] === undefined) return undefined;
    const text = this.#text(name);
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return Buffer.from(text, 'base64');
    throw this.#bad(`${name} is no base64`);
  }
}

const MOST_MODE = 0o7777;
const MOST_ID = 0xffff_ffff;
