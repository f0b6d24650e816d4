import { anywhere, ids, values } from './built-in.ts';

export const pid = ids(
  'pid',
  {
    hides:
      'ids of processes, worlds and cartels: `hostd[2097]`, `PID 5515`, `cpu2:2097152)`, `nic-2097-eth0`',
    where: 'keys such as `World ID`, `VMX Cartel ID`; the first columns of `ps` and `lsof`',
  },
  [
    ...anywhere(
      [String.raw`\b[A-Za-z][\w./-]*\[(?<volatile>\d{3,})\](?:[: ]|$)`, String.raw`\[\d{3,}\]`],
      [String.raw`\b(?:pid|PID)[ =:]+(?<volatile>\d+)\b`, String.raw`[ =:](?<=(?:pid|PID)[ =:])`],
      [
        String.raw`\b(?:[Ww]orld|[Cc]artel)(?: ?ID)?[ =:]+(?<volatile>\d{3,})\b`,
        String.raw`[ =:](?<=(?:[Ww]orld|[Cc]artel)(?: ?ID)?[ =:])[ =:]*\d`,
      ],
      [String.raw`\bcpu\d+:(?<volatile>\d{4,})\b`, String.raw`:(?<=cpu\d+:)\d{4}`],
      [String.raw`\bnic-(?<volatile>\d{3,})-eth\d`, String.raw`-(?<=nic-)\d`],
      [String.raw`^\[(?<volatile>\d{3,})\] `, String.raw`\[\d{3,}\]`],
      [String.raw`^(?<volatile>\d{4,}):[A-Z][A-Z0-9-]* ?:`, String.raw`:(?<=\d{4}:)[A-Z]`],
    ),
    {
      pattern: String.raw`^\d+$`,
      columns: [
        'World ID',
        'VMX Cartel ID',
        'Cartel ID',
        'Parent Cartel ID',
        'Session Leader ID',
        'Process ID',
        'PID',
        'PPID',
      ],
    },
    {
      pattern: String.raw`^ *(?<volatile>\d+)\s`,
      commands: ['ps', 'lsof'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^ *(?:\d+|<pid>) +(?<volatile>\d+)\s`,
      commands: ['ps'],
      stream: 'stdout',
    },
  ],
);

export const port = ids(
  'port-id',
  { hides: 'ids that virtual ports are given at run time', where: 'the key `Port ID`; of `net-stats`: `id`' },
  [
    { pattern: String.raw`^\d+$`, columns: ['Port ID'] },
    { pattern: String.raw`^\d+$`, columns: ['id'], commands: ['net-stats'] },
    { pattern: String.raw`^ port (?<volatile>\d{5,})\b`, commands: ['summarize-dvfilter'] },
  ],
);

/** Never a bare number: only in columns, keys and commands that are statistics. */
export const counter = values(
  'counter',
  {
    hides: 'counters and measures, free space',
    where:
      'values of `esxcli … stats …`, `vsish … stats`, `esxtop`, `net-stats`, `nsxdp-cli … *-stats`; `Free` of ' +
      '`esxcli storage filesystem list`; what is used and available of `df`, `vdf`, `vmkfstools -P`',
  },
  [
    {
      pattern: String.raw`^-?\d[\d.]*%?$`,
      columns: ['*'],
      commands: ['esxcli ** stats', 'vsish ** *stats*', 'esxtop'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^-?\d[\d.]*$`,
      columns: [
        ...['*pps', '*mbps', '*eps', '*pct', '*err', '*disc', 'tx size', 'rx size', '*full', 'txtsosplit'],
        ...['*cnt', 'interval', 'iteration', 'modeTransitions', 'maxqueuelen', '*byBurstQ', '*byQueuing'],
        ...['qstop', 'used', 'ready', 'wait*', 'cpu*'],
      ],
      commands: ['net-stats'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`[ \t](?<volatile>\d[\d.]* *)`,
      commands: ['nsxdp-cli ** *-stats'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^\d+$`,
      columns: ['Free'],
      commands: ['esxcli storage filesystem list'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^\S+ +[\d.]+[BKMGTP]?(?<volatile> +[\d.]+[BKMGTP]? +[\d.]+[BKMGTP]? +\d+%)`,
      commands: ['df', 'vdf'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`, (?<volatile>[\d.]+ [kKMGTP]?B) available\b`,
      commands: ['vmkfstools'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^\d+/(?<volatile>\d+)/\d+$`,
      columns: ['* Blocks (overcommit/used/overcommit %)'],
      commands: ['vmkfstools'],
      stream: 'stdout',
    },
    {
      pattern: String.raw`^\d+/(?<volatile>\d+)$`,
      columns: ['Files (max/free)', '* Blocks (max/free)'],
      commands: ['vmkfstools'],
      stream: 'stdout',
    },
  ],
);
