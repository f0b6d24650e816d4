import { anywhere, values } from './built-in.ts';

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = String.raw`\d{1,2}:\d\d:\d\d`;
const ISO_DAY = String.raw`\d{4}-\d\d-\d\d`;

/** ISO 8601; ctime(3) and date(1); RFC 5322 §3.3; syslog (RFC 3164 §4.1.2); dmesg(1) and the VMkernel's log. */
export const time = values(
  'time',
  {
    hides: 'time stamps: ISO 8601, ctime, syslog, RFC 5322, `7/29/2011 19:15:59`, of dmesg',
    where: 'epoch seconds in keys such as `timestamp`; days in `Install Date`; times of files in `ls`',
  },
  [
    ...anywhere(
      [
        String.raw`\b${ISO_DAY}[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d\b)?`,
        String.raw`:(?<=[T ]\d\d:)\d\d`,
      ],
      [String.raw`\b\d{8}T\d{6}(?:\.\d+)?Z?\b`, String.raw`T(?<=\d{8}T)\d{6}`],
      [
        String.raw`\b${WEEKDAY},? ${MONTH} [ \d]?\d ${CLOCK}(?: [A-Z]{3,5})? \d{4}\b`,
        String.raw`:(?<= \d{1,2}:)\d\d:\d\d`,
      ],
      [
        String.raw`\b${WEEKDAY}, \d{1,2} ${MONTH} \d{4} ${CLOCK} (?:[+-]\d{4}|[A-Z]{1,5})\b`,
        String.raw`:(?<= \d{1,2}:)\d\d:\d\d`,
      ],
      [String.raw`\b${MONTH} [ \d]?\d ${CLOCK}\b`, String.raw`:(?<= \d{1,2}:)\d\d:\d\d`],
      [String.raw`\b\d{1,2}/\d{1,2}/\d{4} ${CLOCK}\b`, String.raw`:(?<= \d{1,2}:)\d\d:\d\d`],
      [String.raw`^\[ *(?<volatile>\d+\.\d{6})\]`, String.raw`\[ *\d+\.`],
      [String.raw`^(?:TSC: )?(?<volatile>\d[\d:.]*) cpu\d+:\d+\)`, String.raw`:(?<=cpu\d+:)\d+\)`],
    ),
    {
      pattern: String.raw`^(?:\d{10}(?:\.\d+)?|\d{13}|\d{16})$`,
      columns: [
        'time',
        'timestamp',
        'epoch',
        'mtime',
        'ctime',
        'atime',
        'boot time',
        'start time',
        'end time',
        'queue time',
        'creation time',
        'created at',
        'updated at',
        'last modified',
      ],
    },
    { pattern: `^${ISO_DAY}$`, columns: ['Install Date'] },
    {
      pattern: String.raw` (?<volatile>${MONTH} [ \d]\d (?: \d{4}|\d\d:\d\d)) `,
      commands: ['ls'],
      stream: 'stdout',
    },
  ],
);

export const duration = values(
  'duration',
  {
    hides: 'times that something took: of `time`, `ping`, `dd`, `took 12 ms`',
    where: 'keys such as `Elapsed`, `Roundtrip Avg MS`; never an interval or timeout that is set',
  },
  [
    ...anywhere(
      [String.raw`\btime[=<] ?(?<volatile>\d+(?:\.\d+)? ?[mu]?s)\b`, String.raw`[=<](?<=time[=<])`],
      [String.raw`\bmin/avg/max(?:/[a-z]+)? = (?<volatile>[\d./]+ ms)`, String.raw`/(?<=min/)avg`],
      [
        String.raw`\b(?:took|[Ee]lapsed(?: time)?:?) (?<volatile>\d+(?:\.\d+)? ?(?:[mun]s|s|sec|seconds|milliseconds))\b`,
        String.raw` (?<=(?:took|lapsed(?: time)?:?) )\d`,
      ],
      [
        String.raw`\b(?:copied|transferred), (?<volatile>[\d.]+ ?(?:s|seconds), [\d.]+ ?[kKMG]?i?B/s)`,
        String.raw`,(?<=(?:copied|transferred),) `,
      ],
    ),
    { pattern: String.raw`^(?:real|user|sys)\s+(?<volatile>(?:\d+m ?)?\d+\.\d+s?)\s*$`, commands: ['time'] },
    {
      pattern: String.raw`^\d+(?:\.\d+)?(?: ?(?:[mun]?s|sec|seconds))?$`,
      columns: [
        'elapsed',
        'elapsed time',
        'elapsed ms',
        'response time',
        'rtt',
        'round trip time',
        'roundtrip min ms',
        'roundtrip avg ms',
        'roundtrip max ms',
      ],
    },
  ],
);

export const uptime = values(
  'uptime',
  {
    hides: 'uptime and load: of `uptime`, `w` and `top`',
    where: 'keys such as `Uptime`, `uptimeSeconds`; the number of `esxcli system stats uptime get`',
  },
  [
    ...anywhere(
      [String.raw`(?:^|\s)(?<volatile>${CLOCK}) up `, String.raw` (?<=:\d\d )up `],
      [
        // procps pads the hours: `up  9:29`
        String.raw`\bup (?<volatile> ?(?:\d+ days?, +)?(?:\d+:\d\d(?::\d\d)?|\d+ min))\b`,
        String.raw` (?<=\bup ) ?\d`,
      ],
      [
        String.raw`\b[Ll]oad average: (?<volatile>\d+\.\d+,? \d+\.\d+,? \d+\.\d+)`,
        String.raw` (?<=oad average: )`,
      ],
    ),
    { pattern: '[0-9].*', columns: ['uptime', 'uptime seconds', 'system uptime', 'up time'] },
    { pattern: String.raw`^\d+$`, commands: ['esxcli system stats uptime get'], stream: 'stdout' },
  ],
);
