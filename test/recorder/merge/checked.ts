import type { CassetteFile } from '../../../src/cassette/file.ts';

/** What a recording says, after its CRCs were checked. */
export function checkRecording(
  file: CassetteFile,
  index: number,
): { stdout: string; start: number; ids: number[] } {
  const { start, slots } = file.head(index);
  let stdout = '';
  for (const event of file.events(index)) {
    if (event.type === 'stdout') stdout += Buffer.from(event.bytes).toString();
  }
  return { stdout, start, ids: slots.map(({ id }) => id) };
}
