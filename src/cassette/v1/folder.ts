import { asBuffer } from '../../as-buffer.ts';
import type { TapedFolder } from '../recording.ts';
import type { Place } from '../trouble.ts';
import { asBytes, asList } from './shape.ts';
import { decodePlainSlots, encodePlainSlots } from './slots.ts';

/** The field `cwd` of a head: its path and, if any, its slots. */
export const encodeFolder = ({ bytes, slots }: TapedFolder): unknown[] =>
  slots.length > 0 ? [asBuffer(bytes), encodePlainSlots(slots)] : [asBuffer(bytes)];

export function decodeFolder(field: unknown, place: Place): TapedFolder {
  const [bytes, slots] = asList(field, 'the folder', place);
  return {
    bytes: asBytes(bytes, 'the path of the folder', place),
    slots: slots === undefined ? [] : decodePlainSlots(slots, place),
  };
}
