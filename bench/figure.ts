/** One row of a table of figures: what was measured, and what an issue asks of it. */
export interface Figure {
  name: string;
  measured: string;
  wanted: string;
  met: boolean;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(({ name }) => name.length));
  console.log(`\n${title}`);
  for (const { name, measured, wanted, met } of figures) {
    console.log(`  ${met ? 'met   ' : 'MISSED'}  ${name.padEnd(width)}  ${measured}  (wanted ${wanted})`);
  }
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`;
