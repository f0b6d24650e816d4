import { MOST_DIFFERENCES } from './compared.ts';
import type { Difference } from './difference.ts';
import { shown } from './shown.ts';

/** What was found so far: all are counted, of each severity the first are kept. */
export class Findings {
  #kept: Record<Difference['severity'], Difference[]> = { outcome: [], structure: [], value: [] };
  #count = 0;

  /** Texts are latin1, one character a byte. */
  add(difference: Difference): void {
    this.#count++;
    const kept = this.#kept[difference.severity];
    if (kept.length >= MOST_DIFFERENCES) return;
    const { recorded, current, ...rest } = difference;
    kept.push({
      ...rest,
      path: shown(rest.path),
      ...(recorded !== undefined && { recorded: shown(recorded) }),
      ...(current !== undefined && { current: shown(current) }),
    });
  }

  get count(): number {
    return this.#count;
  }

  /** The gravest first. */
  get differences(): readonly Difference[] {
    const { outcome, structure, value } = this.#kept;
    return [...outcome, ...structure, ...value].slice(0, MOST_DIFFERENCES);
  }
}
