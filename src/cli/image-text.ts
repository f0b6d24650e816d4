import type { Inspected } from '../image/inspect.ts';
import type { Counts } from '../image/node.ts';
import type { Notice } from '../listing/entry.ts';
import { noticeText } from '../listing/notices.ts';
import { plural } from '../plural.ts';
import { visible } from '../visible.ts';

/** What was built, a line each; then what was left out or settled, and why. */
export function buildSummary(out: string, counts: Counts, notices: readonly Notice[]): string {
  const counted = (count: number, word: string): string => `${count} ${plural(count, word)}`;
  const lines = [
    `${out} is built: ${counted(counts.interposed, 'executable')} interposed`,
    `  ${counted(counts.standIns, 'empty stand-in')}, ${counted(counts.files, 'file')} with content, ` +
      `${counted(counts.folders, 'folder')}, ${counted(counts.symlinks, 'link')}, ${counted(counts.hardLinks, 'hard link')}, ` +
      `${counted(counts.baseTools, 'base tool')}, ${counted(counts.shadowed, 'original')} in /.shadow`,
    ...notices.map((notice) => `  ${noticeText(notice)}`),
  ];
  return lines.map((line) => `tapehead: ${line}\n`).join('');
}

/** As a table of facts. */
export function inspectedText({ form, tag, labels, layers }: Inspected): string {
  const lines = [
    `${form}${tag === undefined ? '' : ` of ${tag}`}`,
    ...Object.entries(labels).map(([name, value]) => `  ${name}=${value}`),
    ...layers.map(
      ({ digest, size, file, folder, symlink, hardlink }) =>
        `  ${digest}  ${size} bytes: ${file} ${plural(file, 'file')}, ${folder} ${plural(folder, 'folder')}, ` +
        `${symlink} ${plural(symlink, 'link')}, ${hardlink} hard ${plural(hardlink, 'link')}`,
    ),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}
