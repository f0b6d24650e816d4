import type { DiffLine, DiffPart, Difference, StreamDiff } from '../../src/compare/difference.ts';
import type { VerifiedRecording, VerifyReport } from '../../src/verified.ts';

/** A recording of a report that nobody ever made. */
export const recording = (over: Partial<VerifiedRecording> = {}): VerifiedRecording => ({
  cassette: 'tapes/esx.cassette',
  index: 0,
  origin: 'default',
  host: 'ssh://root@esx-1.example',
  command: 'esxcli network nic list',
  name: 'esxcli',
  verdict: 'same',
  differences: [],
  count: 0,
  normalised: [],
  streams: [],
  duration: { recorded: 310_000, current: 290_000 },
  ...over,
});

/** One that has drifted in a value, with its diff. */
export const drifted = (over: Partial<VerifiedRecording> = {}): VerifiedRecording => {
  const differences: Difference[] = [
    {
      field: 'stdout',
      path: 'vmnic1 › MTU',
      kind: 'changed',
      severity: 'value',
      recorded: '1500',
      current: '9000',
    },
  ];
  return recording({ verdict: 'drift', differences, count: 1, streams: [nicDiff()], ...over });
};

export const report = (
  recordings: readonly VerifiedRecording[],
  over: Partial<VerifyReport> = {},
): VerifyReport => ({
  version: 1,
  tapehead: '0.2.0',
  started: '2026-11-21T09:30:00.000Z',
  duration: 12_400_000,
  shards: [],
  hosts: [{ origin: 'default', url: 'ssh://root@esx-1.example', recorded: {}, current: {} }],
  cassettes: Array.from(new Set(recordings.map(({ cassette }) => cassette)), (path) => ({
    path,
    digest: '5f'.repeat(32),
    recordings: recordings.filter(({ cassette }) => cassette === path).length,
    day: '2026-09-01',
    age: 81,
  })),
  recordings,
  ...over,
});

/** A line of a diff; words between asterisks are marked as changed. */
export const line = (kind: DiffLine['kind'], text: string): DiffLine => ({
  kind,
  parts: text
    .split('*')
    .flatMap((piece, i): DiffPart[] => (piece === '' ? [] : [{ text: piece, changed: i % 2 === 1 }])),
});

export const nicDiff = (): StreamDiff => ({
  stream: 'stdout',
  format: 'table',
  hunks: [
    {
      recordedStart: 1,
      currentStart: 1,
      lines: [
        line('same', 'Name    PCI Device    Driver   Link  Speed  MTU   Description'),
        line('same', '------  ------------  -------  ----  -----  ----  -------------------------'),
        line('same', 'vmnic0  0000:02:00.0  ixgben   Up    10000  1500  Invented Dual Port Adapter'),
        line('removed', 'vmnic1  0000:02:00.1  ixgben   *Down*      *0*  *1500*  Invented Dual Port Adapter'),
        line('added', 'vmnic1  0000:02:00.1  ixgben   *Up*    *10000*  *9000*  Invented Dual Port Adapter'),
        line('added', 'vmnic2  0000:03:00.0  nvmxnet  Up    25000  9000  Invented Fast Adapter'),
      ],
    },
  ],
  leftOut: 0,
});

/** A report as a suite of some size gives it: mostly the same, some drift of each kind, some that could not be checked. */
export function inventedReport(count: number): VerifyReport {
  const recordings = Array.from({ length: count }, (_, i) => inventedRecording(i));
  const hosts = ['esx-1', 'esx-2', 'esx-3'].map((origin, i) => ({
    origin,
    url: `ssh://root@${origin}.example`,
    recorded: { server: 'SSH-2.0-OpenSSH_9.1' },
    current: { server: 'SSH-2.0-OpenSSH_9.1' },
    ...(i === 2 && { differs: 'build 99110045 instead of 99021007' }),
  }));
  return report(recordings, { hosts });
}

function inventedRecording(i: number): VerifiedRecording {
  const origin = `esx-${1 + (i % 3)}`;
  const where = {
    cassette: `tapes/${['network', 'storage', 'system', 'vm'][Math.floor(i / 40) % 4] ?? ''}.cassette`,
    index: i,
    origin,
    host: `ssh://root@${origin}.example`,
    command: COMMANDS[i % COMMANDS.length] ?? '',
    duration: { recorded: 180_000 + (i % 17) * 21_000, current: 190_000 + (i % 13) * 25_000 },
  };
  if (i % 29 === 4)
    return recording({
      ...where,
      verdict: 'could not check',
      reason: 'timed out after 60 s',
      duration: { recorded: 240_000 },
    });
  if (i % 11 === 7)
    return recording({
      ...where,
      command: 'esxcli network vswitch standard add -v vSwitch7',
      verdict: 'not run',
      reason: 'mutating',
      duration: { recorded: 90_000 },
    });
  if (i % 5 === 0) return { ...drift(i), ...where };
  if (i % 3 === 0)
    return recording({ ...where, verdict: 'same after normalising', normalised: ['uuid', 'time stamp'] });
  return recording({
    ...where,
    ...(i % 37 === 1 && { pace: 'slower', duration: { recorded: 210_000, current: 3_400_000 } }),
  });
}

const COMMANDS = [
  'esxcli network nic list',
  'esxcli storage core device list',
  'esxcli system version get',
  'vim-cmd vmsvc/getallvms',
  'esxcli --formatter=json software vib list',
  "esxcli network vswitch standard list | grep -A 3 'vSwitch0'",
  'esxcfg-scsidevs -c',
];

function drift(i: number): VerifiedRecording {
  if (i % 15 === 0)
    return drifted({
      differences: [
        {
          field: 'stdout',
          path: 'vmnic1 › Link',
          kind: 'changed',
          severity: 'value',
          recorded: 'Down',
          current: 'Up',
        },
        {
          field: 'stdout',
          path: 'vmnic1 › Speed',
          kind: 'changed',
          severity: 'value',
          recorded: '0',
          current: '10000',
        },
        {
          field: 'stdout',
          path: 'vmnic1 › MTU',
          kind: 'changed',
          severity: 'value',
          recorded: '1500',
          current: '9000',
        },
        {
          field: 'stdout',
          path: 'vmnic2',
          kind: 'added',
          severity: 'structure',
          current: 'vmnic2  0000:03:00.0  nvmxnet  Up  25000  9000',
        },
      ],
      count: 4,
      normalised: ['uuid'],
    });
  if (i % 10 === 0)
    return drifted({
      differences: [
        {
          field: 'outcome',
          path: '',
          kind: 'changed',
          severity: 'outcome',
          recorded: 'exited 0',
          current: 'exited 1',
        },
      ],
      count: 1,
      streams: [
        {
          stream: 'stderr',
          format: 'text',
          hunks: [
            {
              recordedStart: 1,
              currentStart: 1,
              lines: [line('added', 'Connect to localhost failed: Connection failure')],
            },
          ],
          leftOut: 0,
        },
      ],
    });
  return drifted({
    differences: [
      {
        field: 'stdout',
        path: '$[4].version',
        kind: 'changed',
        severity: 'value',
        recorded: `8.0.${i}-1`,
        current: `8.0.${i + 1}-1`,
      },
      {
        field: 'stdout',
        path: '$[9]',
        kind: 'removed',
        severity: 'structure',
        recorded: '{"name":"invented-driver"}',
      },
    ],
    count: 2,
    streams: [
      {
        stream: 'stdout',
        format: 'json',
        hunks: [
          {
            recordedStart: 31,
            currentStart: 31,
            lines: [
              ...Array.from({ length: 3 }, (_, n) =>
                line('same', `    "field${n}": "a value that is as it was",`),
              ),
              line('removed', `    "version": "8.0.*${i}*-1",`),
              line('added', `    "version": "8.0.*${i + 1}*-1",`),
              ...Array.from({ length: 9 }, (_, n) => line('same', `    "another${n}": ${n * i},`)),
              line('removed', '  { "name": "invented-driver", "acceptance": "PartnerSupported" },'),
            ],
          },
        ],
        leftOut: i % 20 === 5 ? 12 : 0,
      },
    ],
  });
}
