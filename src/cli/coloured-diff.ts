/** A unified diff in the colours that git gives it. The text itself has no control characters. */
export function colouredDiff(diff: string): string {
  return diff
    .split('\n')
    .map((line) => {
      const colour = COLOURS.find(([start]) => line.startsWith(start))?.[1];
      return colour === undefined ? line : `\x1b[${colour}m${line}\x1b[m`;
    })
    .join('\n');
}

const COLOURS = [
  ['---', '1'],
  ['+++', '1'],
  ['@@', '36'],
  ['-', '31'],
  ['+', '32'],
] as const;
