import type { DeckShimDoor } from '../../deck-options.ts';
import { TapeheadError } from '../../errors.ts';
import { parseOrigin } from './origin.ts';

/** Reads `PATH[=ORIGIN]`; what follows the last `=` is the origin. @throws TapeheadError USAGE */
export function parseSocket(text: string): DeckShimDoor {
  const [, path = text, origin] = /^(.*)=([^=/]*)$/s.exec(text) ?? [];
  if (path !== '') return { path, ...(origin !== undefined && { origin: parseOrigin(origin) }) };
  throw new TapeheadError(
    'USAGE',
    `--socket takes PATH[=ORIGIN], not ${JSON.stringify(text)}`,
    '--socket /run/tapehead.sock, --socket esx-1.sock=esx-1',
  );
}
