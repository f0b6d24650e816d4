import type { Module } from '../model/settings.ts';

/** Those that are loaded, as `vmkload_mod -l` lists them. */
export const moduleTable = (modules: readonly Module[]): string =>
  `${'Name'.padEnd(11)} Used Size(kb)\n${modules
    .filter(({ loaded }) => loaded)
    .map(({ name, usedBy, size }) => `${name.padEnd(11)} ${String(usedBy).padEnd(4)} ${size} \n`)
    .join('')}`;

/**
 * What it says of itself. `tool`: who is asked. `isOld`: as hosts before 6.0 have it, where the version goes first, and
 * descriptions are farther to the right.
 */
export function moduleInformation(
  tool: string,
  { file, license, version, requires, parameters }: Module,
  isOld = false,
): string {
  const indent = isOld ? '    ' : '   ';
  const [licensed, versioned] = [` License: ${license}`, ` Version: ${version}`];
  const lines = [
    `${tool} module information`,
    ` input file: ${file}`,
    ...(isOld ? [versioned, licensed] : [licensed, versioned, ' Name-space:']),
    ' Required name-spaces:',
    ...requires.map((space) => `  ${space}`),
    ' Parameters:',
    ...parameters.flatMap(({ name, type, description }) => [`  ${name}: ${type}`, `${indent}${description}`]),
  ];
  return `${lines.join('\n')}\n`;
}
