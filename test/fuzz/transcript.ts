import type { Dialogues } from './dialogue.ts';

/** Dialogues and what was typed, for whoever looks into a finding. */
export function describeEvents(
  { recordings, isVolatile }: Dialogues,
  chunks: readonly Buffer[],
  closed: boolean,
): string {
  const tapes = recordings.map(({ events }, i) =>
    [`recording ${i + 1}${isVolatile ? ' (volatile)' : ''}`, ...events.map((event) => described(event))].join(
      '\n  ',
    ),
  );
  const typed = chunks.map((chunk) => `  ${JSON.stringify(shown(chunk))}`);
  return [...tapes, 'typed', ...typed, closed ? '  and closed' : '  and left open', ''].join('\n');
}

const described = (event: object): string =>
  JSON.stringify(event, (key, value: unknown) =>
    key === 'bytes' ? shown(Buffer.from((value as { data: number[] }).data)) : value,
  );

/** As latin1; of what is long the beginning, and how long it is. */
const shown = (bytes: Buffer): string =>
  bytes.length > 200
    ? `${bytes.subarray(0, 20).toString('latin1')}… (${bytes.length} bytes)`
    : bytes.toString('latin1');
