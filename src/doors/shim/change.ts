import type { Change } from '../../caller.ts';
import { string, strings } from './payload.ts';

/** As EXEC and OBSERVE carry it (src/shim/protocol.md). */
export function encodeChange({ target, argv, set, unset, cwd }: Change): Buffer {
  const parts: (Buffer | undefined)[] = [
    target && string(target),
    argv && strings(argv),
    set && strings([...set].map(([name, value]) => Buffer.concat([Buffer.from(`${name}=`), value]))),
    unset && strings(unset.map((name) => Buffer.from(name))),
    cwd && string(cwd),
  ];
  const bits = parts.reduce((sum, part, i) => (part ? sum | (1 << i) : sum), 0);
  return Buffer.concat([Buffer.of(bits), ...parts.filter((part) => part !== undefined)]);
}
