import type { VimCommand } from './command.ts';

/** What is in a namespace: those within it, then its commands; undefined where there is no such namespace. */
export function listing(commands: readonly VimCommand[], namespace: string): string | undefined {
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const within = commands
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length));
  if (within.length === 0) return undefined;
  const isNested = (path: string): boolean => path.includes('/');
  const namespaces = within.filter(isNested).map((path) => path.slice(0, path.indexOf('/') + 1));
  const names = [
    ...[...new Set(namespaces)].sort(),
    ...within.filter((path) => !isNested(path)).sort((a, b) => (a < b ? -1 : 1)),
  ];
  const isRoot = namespace === '';
  const title = `Commands available under ${isRoot ? '/' : prefix}:\n`;
  return title + inColumns(isRoot ? [...names, 'help'] : names, isRoot);
}

const WIDTH = 80;

/** From top to bottom, then to the right. */
function inColumns(names: readonly string[], endsBare: boolean): string {
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  const most = Math.max(1, Math.floor(WIDTH / width));
  const rows = Math.ceil(names.length / most);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = names.filter((_name, i) => i % rows === row);
    const isBare = (endsBare || names.length % rows !== 0) && row === rows - 1;
    return cells.map((cell, i) => (isBare && i === cells.length - 1 ? cell : cell.padEnd(width))).join('');
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** How a command is called, and what it does. */
export const usageOf = ({ path, usage, about = '' }: VimCommand): string =>
  `Usage: ${`${path.slice(path.lastIndexOf('/') + 1)} ${usage}`.trim()}\n\n${about}\n`;
