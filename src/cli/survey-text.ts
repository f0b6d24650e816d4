import type { Help } from '../../recorder/survey/help/ask-help.ts';
import type { HelpPlan } from '../../recorder/survey/help/plan.ts';
import type { WithContent } from '../../recorder/survey/content.ts';
import type { Listed } from '../../recorder/survey/list.ts';
import type { Entry, Notice } from '../listing/entry.ts';
import { Notices, noticeText } from '../listing/notices.ts';
import { plural } from '../plural.ts';
import { visible } from '../visible.ts';

/** What a listing is, and what it is not, for people. */
export function listedLines({ entries, means, notEntered, unread, told }: Listed): string[] {
  const lines = [
    counted(entries),
    ...(means.describe === 'ls' ? ['the host has no stat -c, so ls told: no hard links'] : []),
    ...(notEntered.length > 0
      ? [`not entered: ${visible(notEntered.join(', '))} (pseudo file systems; --pseudo enters them)`]
      : []),
  ];
  return [...lines.map(own), ...noticeLines([...unread, ...told])];
}

/** What was brought along. */
export const contentLines = ({ brought, redacted, unread, told }: WithContent): string[] => [
  own(`content of ${brought} ${plural(brought, 'file')} brought along, secrets replaced in ${redacted}`),
  ...noticeLines([...unread, ...told]),
];

/** What was run with `--help`, what not, and what came of it. */
export function helpLines({ toRun, notRun }: HelpPlan, helps: readonly Help[]): string[] {
  const notices = new Notices();
  for (const help of helps) if (help.kind !== 'text') notices.add(help.why, help.path.toString());
  const reasons = new Notices();
  for (const { path, why } of notRun) reasons.add(why, path.toString());
  return [
    own(`${toRun.length} run with --help, ${notRun.length} not; --dry-run lists both`),
    ...noticeLines(notices.all, 'command'),
    ...noticeLines(reasons.all, 'executable'),
  ];
}

/** A line for each executable: `run /bin/esxcli --help`, or `leave /sbin/reboot: why`. */
export const helpPlanText = ({ toRun, notRun }: HelpPlan): string =>
  [
    ...toRun.map(({ path }) => `run ${visible(path.toString())} --help\n`),
    ...notRun.map(({ path, why }) => `leave ${visible(path.toString())}: ${why}\n`),
  ].join('');

function counted(entries: readonly Entry[]): string {
  const of = (word: string, ...types: Entry['type'][]): string[] => {
    const count = entries.filter(({ type }) => types.includes(type)).length;
    return count === 0 ? [] : [`${count} ${plural(count, word)}`];
  };
  const parts = [
    ...of('file', 'file'),
    ...of('folder', 'folder'),
    ...of('link', 'symlink'),
    ...of('device', 'char-device', 'block-device'),
    ...of('other', 'fifo', 'socket'),
  ];
  const brief = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}${brief}`;
}

const noticeLines = (notices: readonly Notice[], word = 'path'): string[] =>
  notices.map((notice) => own(noticeText(notice, word)));

const own = (line: string): string => `tapehead: ${line}`;
