import type { RecordingHead, Slot } from './recording.ts';

/** All slots of a head, wherever they are in it. */
export const headSlots = ({ slots, executed, cwd }: RecordingHead): readonly Slot[] => [
  ...slots,
  ...(executed?.slots ?? []),
  ...(cwd?.slots ?? []),
];

/** A slot of one of several words, commands or variables. */
interface Indexed {
  field: string;
  index: number;
}

const NONE: readonly never[] = [];

/** The slots of each word, command or variable by its index: looked through once, as a head may have thousands of both. */
export function slotsByIndex<S extends Indexed>(
  slots: readonly S[],
  field: S['field'],
): (index: number) => readonly S[] {
  if (slots.length === 0) return () => NONE;
  const found = new Map<number, S[]>();
  for (const slot of slots) {
    if (slot.field !== field) continue;
    const here = found.get(slot.index);
    if (here) here.push(slot);
    else found.set(slot.index, [slot]);
  }
  return (index) => found.get(index) ?? NONE;
}
