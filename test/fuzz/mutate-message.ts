import type { Random } from '../support/random.ts';

/** A message with something wrong, more often than not: bits, lengths, its end, or what stands behind it. */
export function mutateMessage(message: Buffer, random: Random): Buffer {
  const mutated = Buffer.from(message);
  const at = random.int(mutated.length);
  switch (random.int(7)) {
    case 0:
      return mutated.subarray(0, 1 + at);
    case 1:
      return Buffer.concat([mutated, random.bytes(random.int(100))]);
    case 2:
      mutated[at] = (mutated[at] ?? 0) ^ (1 << random.int(8));
      return mutated;
    case 3:
      return lies(mutated, at, random);
    case 4:
      return Buffer.concat([mutated.subarray(0, at), random.bytes(random.int(20)), mutated.subarray(at)]);
    default:
      return mutated;
  }
}

/** Four bytes somewhere that may be a length. */
function lies(message: Buffer, at: number, random: Random): Buffer {
  if (message.length < 5) return message;
  message.writeUInt32BE(oddNumber(random), 1 + (at % (message.length - 4)));
  return message;
}

/** A uint32 that somebody may not have thought of. */
export const oddNumber = (random: Random): number =>
  random.pick([
    0,
    1,
    2,
    255,
    32 * 1024,
    256 * 1024,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 2,
    2 ** 32 - 1,
    random.int(2 ** 32),
  ]);
