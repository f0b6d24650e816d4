import type { HeadSlot } from './recording.ts';

const NONE: readonly HeadSlot[] = [];

/** The slots of each word, command or variable by its index: looked through once, as a head may have thousands of both. */
export function slotsByIndex(
  slots: readonly HeadSlot[],
  field: HeadSlot['field'],
): (index: number) => readonly HeadSlot[] {
  if (slots.length === 0) return () => NONE;
  const found = new Map<number, HeadSlot[]>();
  for (const slot of slots) {
    if (slot.field !== field) continue;
    const here = found.get(slot.index);
    if (here) here.push(slot);
    else found.set(slot.index, [slot]);
  }
  return (index) => found.get(index) ?? NONE;
}
