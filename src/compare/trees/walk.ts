import type { Place } from '../../normalise/normalising.ts';
import type { Difference, OutputStream } from '../difference.ts';
import type { Findings } from '../findings.ts';
import type { Node, Paths } from '../formats/tree.ts';
import type { Judge, Occurring } from '../judge.ts';
import { textOf } from './text-of.ts';

/** Where in a document the walk is. */
export interface At {
  path: string;
  /** The same with `[]` for every index. */
  general: string;
  /** The key or header that it stands under. */
  column: string | undefined;
}

/** One walk through two documents side by side: what every step of it needs. */
export class Walk {
  readonly paths: Paths;
  layoutDiffers = false;
  /** Texts that only normalising made equal. */
  normalised = 0;
  #stream: OutputStream;
  #judge: Judge;
  #occurring: Occurring;
  #findings: Findings;
  #told = new Set<string>();

  constructor(stream: OutputStream, paths: Paths, judge: Judge, occurring: Occurring, findings: Findings) {
    this.paths = paths;
    this.#stream = stream;
    this.#judge = judge;
    this.#occurring = occurring;
    this.#findings = findings;
  }

  field({ path, general }: At, key: string): At {
    return { path: this.paths.field(path, key), general: this.paths.field(general, key), column: key };
  }

  item({ path, general, column }: At, index: number, name: string | undefined, node: Node): At {
    const type = node.kind === 'list' ? 'list' : node.kind === 'fields' ? 'structure' : node.type;
    return {
      path: this.paths.item(path, index, name, type),
      general: this.paths.item(general, 0, '', type).replace(/\[\d\]$/, '[]'),
      column,
    };
  }

  same(recorded: string, current: string, at: At): boolean {
    if (recorded === current) return true;
    const same = this.#judge.same(recorded, current, this.#place(at), this.#occurring);
    if (same) this.normalised++;
    return same;
  }

  masked(text: string, at: At): string {
    return this.#judge.masked(text, this.#place(at));
  }

  /** `^` marks what is the first of its kind: only two firsts, or none, are compared. */
  laidOut(recorded: string, current: string): void {
    if (recorded === '' || current === '' || recorded.startsWith('^') !== current.startsWith('^')) return;
    if (recorded !== current) this.layoutDiffers = true;
  }

  tell(
    kind: Difference['kind'],
    severity: Difference['severity'],
    path: string,
    from?: Node,
    to?: Node,
  ): void {
    this.tellTexts(kind, severity, path, from && textOf(from), to && textOf(to));
  }

  tellTexts(
    kind: Difference['kind'],
    severity: Difference['severity'],
    path: string,
    recorded?: string,
    current?: string,
  ): void {
    this.#findings.add({
      field: this.#stream,
      path,
      kind,
      severity,
      ...(recorded !== undefined && { recorded }),
      ...(current !== undefined && { current }),
    });
  }

  /** Another order of fields is told of the first row that has it. */
  tellOrder({ path, general }: At, recorded: readonly string[], current: readonly string[]): void {
    if (this.#told.has(general)) return;
    this.#told.add(general);
    this.tellTexts('order', 'value', path, recorded.join(', '), current.join(', '));
  }

  #place({ general, column }: At): Place {
    if (this.paths.byPath) return { stream: this.#stream, path: general };
    return { stream: this.#stream, ...(column !== undefined && { column }) };
  }
}
