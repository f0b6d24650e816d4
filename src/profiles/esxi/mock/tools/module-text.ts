import type { Module } from '../model/settings.ts';

/** Those that are loaded, as `vmkload_mod -l` lists them. */
export const moduleTable = (modules: readonly Module[]): string =>
  `${'Name'.padEnd(11)} Used Size(kb)\n${modules
    .filter(({ loaded }) => loaded)
    .map(({ name, usedBy, size }) => `${name.padEnd(11)} ${String(usedBy).padEnd(4)} ${size} \n`)
    .join('')}`;

/** What it says of itself. `tool`: who is asked. */
export function moduleInformation(
  tool: string,
  { file, license, version, requires, parameters }: Module,
): string {
  const lines = [
    `${tool} module information`,
    ` input file: ${file}`,
    ` License: ${license}`,
    ` Version: ${version}`,
    ' Name-space:',
    ' Required name-spaces:',
    ...requires.map((space) => `  ${space}`),
    ' Parameters:',
    ...parameters.flatMap(({ name, type, description }) => [`  ${name}: ${type}`, `   ${description}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** As hosts before 6.0 have it: the version goes first, descriptions are farther to the right. */
export function oldModuleInformation(
  tool: string,
  { file, license, version, requires, parameters }: Module,
): string {
  const lines = [
    `${tool} module information`,
    ` input file: ${file}`,
    ` Version: ${version}`,
    ` License: ${license}`,
    ' Required name-spaces:',
    ...requires.map((space) => `  ${space}`),
    ' Parameters:',
    ...parameters.flatMap(({ name, type, description }) => [`  ${name}: ${type}`, `    ${description}`]),
  ];
  return `${lines.join('\n')}\n`;
}
