import { isVersion } from '../model/version.ts';
import type { Tool } from './tool.ts';

export const UNAME: Tool = {
  name: 'uname',
  about: 'Name and version of the kernel.',
  run({ args }, { state }) {
    const { hostName, version, build, installed } = state.host.identity;
    const isOld = isVersion(version, { before: '6.0' });
    const parts: Readonly<Record<string, string>> = {
      s: 'VMkernel',
      n: hostName,
      r: version,
      v: `#1 SMP Release build-${build} ${dayOf(installed)}`,
      m: 'x86_64',
      p: 'x86_64',
      i: 'x86_64',
      o: isOld ? 'GNU/Linux' : 'ESXi',
    };
    const letters = args.flatMap((arg) => (arg.startsWith('-') ? arg.slice(1).split('') : ['?']));
    const wrong = letters.find((letter) => letter !== 'a' && parts[letter] === undefined);
    if (wrong !== undefined) return { stderr: `uname: invalid option -- '${wrong}'\n`, exit: 1 };
    const wanted =
      letters.length === 0
        ? ['s']
        : letters.includes('a')
          ? isOld
            ? OF_OLD
            : ALL
          : ALL.filter((one) => letters.includes(one));
    return { stdout: `${wanted.map((letter) => parts[letter]).join(' ')}\n` };
  },
};

/** What hosts before 6.0 tell of all. */
const OF_OLD = ['s', 'n', 'r', 'v', 'm', 'o'];

const ALL = ['s', 'n', 'r', 'v', 'm', 'p', 'i', 'o'];

/** Such as `Jan  2 2026 03:04:05`. */
function dayOf(time: string): string {
  const [, year, month = '1', day = '1', clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(time) ?? [];
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  return `${name} ${day.replace(/^0/, ' ')} ${year} ${clock}`;
}
