/** A configuration file of a VM (vmx): lines `key = "value"`; keys are the same in any case. */
export class Vmx {
  /** By the key in small letters. */
  readonly #entries = new Map<string, { key: string; value: string }>();

  static parse(text: string): Vmx {
    const vmx = new Vmx();
    for (const line of text.split('\n')) {
      const [, key, value] = /^([^\s=#"]+)\s*=\s*(.*)$/.exec(line.trim()) ?? [];
      if (key !== undefined && value !== undefined) vmx.set(key, unescaped(value.replace(/^"|"$/g, '')));
    }
    return vmx;
  }

  /** Whether it says nothing. */
  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  get(key: string): string | undefined {
    return this.#entries.get(key.toLowerCase())?.value;
  }

  is(key: string): boolean {
    return this.get(key)?.toLowerCase() === 'true';
  }

  /** Where the key is there, in its place, and as it is written there. */
  set(key: string, value: string): void {
    const known = this.#entries.get(key.toLowerCase());
    this.#entries.set(key.toLowerCase(), { key: known?.key ?? key, value });
  }

  delete(key: string): void {
    this.#entries.delete(key.toLowerCase());
  }

  *[Symbol.iterator](): Generator<readonly [key: string, value: string]> {
    for (const { key, value } of this.#entries.values()) yield [key, value];
  }

  toString(): string {
    return Array.from(this, ([key, value]) => `${key} = "${escaped(value)}"\n`).join('');
  }
}

/** Line ends, quotes and bars are written as `|` and their code. */
export const escaped = (value: string): string =>
  value.replace(/[\n\r"|]/g, (char) => `|${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** What {@link escaped} made of it. */
export const unescaped = (value: string): string =>
  value.replace(/\|([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
