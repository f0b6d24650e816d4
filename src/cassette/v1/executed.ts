import { asBuffer } from '../../as-buffer.ts';
import type { ExecutedOtherwise } from '../recording.ts';
import type { Place } from '../trouble.ts';
import { asBytes, asList, asText, type Fields, list, written } from './shape.ts';
import { decodeSlots, encodeSlots } from './slots.ts';

/** The field `executed` of a head. */
export const encodeExecuted = ({ argv, env, cwd, slots }: ExecutedOtherwise): Map<string, unknown> =>
  written({
    argv: argv?.map(asBuffer),
    env: env.length > 0 ? env.map(([name, value]) => [name, value && asBuffer(value)]) : undefined,
    cwd: cwd && asBuffer(cwd),
    slots: encodeSlots(slots),
  });

export function decodeExecuted(fields: Fields, place: Place): ExecutedOtherwise {
  return {
    argv: fields.has('argv')
      ? list(fields, 'argv', place).map((word) => asBytes(word, 'the words executed', place))
      : undefined,
    env: list(fields, 'env', place).map((pair) => {
      const [name, value] = asList(pair, 'a variable', place);
      return [
        asText(name, 'the name of a variable', place),
        value === null ? null : asBytes(value, 'the value of a variable', place),
      ] as const;
    }),
    cwd: fields.has('cwd') ? asBytes(fields.get('cwd'), 'the folder', place) : undefined,
    slots: decodeSlots(fields, ['argv', 'env', 'cwd'], place),
  };
}
