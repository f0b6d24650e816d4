import { leaf } from '../../esxcli/leaf.ts';
import { long } from '../../esxcli/option.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { timeOf, timeText } from '../../model/system.ts';
import type { World } from '../../world.ts';

const PARTS = {
  day: long('-d|--day', 'The day of the month.'),
  hour: long('-H|--hour', 'The hour, of 24.'),
  minute: long('-m|--min', 'The minute.'),
  month: long('-M|--month', 'The month.'),
  second: long('-s|--sec', 'The second.'),
  year: long('-y|--year', 'The year.'),
} as const;

/** The host has one clock; each of these tells it and sets it. */
export const clockLeaves = (namespace: string) => [
  leaf({
    path: `${namespace} get`,
    about: 'Tells the time, in UTC.',
    read: (host, _, world) => timeText(timeOf(host, world)),
  }),
  leaf({
    path: `${namespace} set`,
    about: 'Sets the time, in UTC; what is left out stays.',
    options: PARTS,
    change: (host, given, world) => setClock(host, given, world),
  }),
];

type Parts = { readonly [K in keyof typeof PARTS]: number | undefined };

function setClock(host: Host, given: Parts, world: World): void {
  const before = new Date(timeOf(host, world));
  const time = Date.UTC(
    given.year ?? before.getUTCFullYear(),
    (given.month ?? before.getUTCMonth() + 1) - 1,
    given.day ?? before.getUTCDate(),
    given.hour ?? before.getUTCHours(),
    given.minute ?? before.getUTCMinutes(),
    given.second ?? before.getUTCSeconds(),
    before.getUTCMilliseconds(),
  );
  if (!isSame(new Date(time), given)) throw new Failure('Invalid date or time');
  host.system.clockOffset += time - before.getTime();
}

/** What does not exist, such as the 31st of February, has become another day. */
const isSame = (date: Date, { day, hour, minute, month, second }: Parts): boolean =>
  [
    [day, date.getUTCDate()],
    [hour, date.getUTCHours()],
    [minute, date.getUTCMinutes()],
    [month, date.getUTCMonth() + 1],
    [second, date.getUTCSeconds()],
  ].every(([wanted, is]) => wanted === undefined || wanted === is);
