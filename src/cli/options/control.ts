import { resolve } from 'node:path';
import type { ControlAddress } from '../../control/control.ts';
import { TapeheadError } from '../../errors.ts';

/** Reads `PORT` or `PATH`: what is all digits is a port. @throws TapeheadError USAGE */
export function parseControl(text: string): ControlAddress {
  if (!/^\d+$/.test(text) && text !== '') return { path: resolve(text) };
  const port = Number(text);
  if (text !== '' && port <= 65_535) return { port };
  throw new TapeheadError(
    'USAGE',
    `--control takes a port or a path, not ${JSON.stringify(text)}`,
    '--control, which picks a port; --control 8022; --control ./control.sock',
  );
}
