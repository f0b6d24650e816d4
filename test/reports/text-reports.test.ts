import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../src/reports/junit.ts';
import { MARKDOWN_LIMIT, markdownReport } from '../../src/reports/markdown.ts';
import { rowsOf } from '../../src/reports/side-by-side.ts';
import { terminalReport } from '../../src/reports/terminal.ts';
import { needs } from '../support/needs.ts';
import { commandsIn, hostileReport, UNSEEN } from './hostile.ts';
import { drifted, inventedReport, line, recording, report } from './invented.ts';

const join = (pieces: Iterable<string>): string => [...pieces].join('');
const PLAIN = { colours: false, columns: undefined };

describe('every report of text', () => {
  it.each([
    ['terminal', (of: ReturnType<typeof hostileReport>) => terminalReport(of, PLAIN)],
    [
      'wide terminal',
      (of: ReturnType<typeof hostileReport>) => terminalReport(of, { colours: false, columns: 200 }),
    ],
    ['JUnit', junitReport],
    ['Markdown', markdownReport],
  ])('is harmless where texts are hostile: %s', (_, make) => {
    const text = join(make(hostileReport()));
    expect(UNSEEN.exec(text)).toBe(null);
    expect(commandsIn(text)).toEqual([]);
    expect(text).not.toMatch(/\x1b/);
  });
});

describe('the report on a terminal', () => {
  it('says first that a host is another, then the drift with its diff, then the rest, then a sum', () => {
    const text = join(
      terminalReport(
        report(
          [
            drifted(),
            recording({ index: 1, verdict: 'could not check', reason: 'timed out after 60 s' }),
            recording({ index: 2, verdict: 'not run', reason: 'mutating' }),
            recording({ index: 3, pace: 'slower', duration: { recorded: 1_000, current: 9_000_000 } }),
          ],
          {
            hosts: [
              { origin: 'default', url: 'ssh://h', recorded: {}, current: {}, differs: 'another build' },
            ],
          },
        ),
        PLAIN,
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "! the host of default (ssh://h) is not as recorded: another build

      ≠ drift  esxcli network nic list
        tapes/esx.cassette#1  default ssh://root@esx-1.example
        ~ stdout vmnic1 › MTU: 1500 → 9000
        stdout (table)
        @@ -1 +1 @@
          Name    PCI Device    Driver   Link  Speed  MTU   Description
          ------  ------------  -------  ----  -----  ----  -------------------------
          vmnic0  0000:02:00.0  ixgben   Up    10000  1500  Invented Dual Port Adapter
        - vmnic1  0000:02:00.1  ixgben   Down      0  1500  Invented Dual Port Adapter
        + vmnic1  0000:02:00.1  ixgben   Up    10000  9000  Invented Dual Port Adapter
        + vmnic2  0000:03:00.0  nvmxnet  Up    25000  9000  Invented Fast Adapter

      ? could not check  1 × timed out after 60 s
          tapes/esx.cassette#2  esxcli network nic list

      – not run  1 × mutating
          tapes/esx.cassette#3  esxcli network nic list

      latency  1 recording far from the recorded duration; no drift
          slower: 9.0 s, 1 ms recorded  tapes/esx.cassette#4  esxcli network nic list

      1 drift, 1 could not check, 1 same, 1 not run of 4 recordings
      "
    `);
  });

  it('is side by side where there is room', () => {
    const text = join(terminalReport(report([drifted()]), { colours: false, columns: 180 }));
    expect(text).toMatch(/4 - vmnic1 .* 1500 .*│ 4 \+ vmnic1 .* 9000 /);
    for (const row of text.split('\n')) expect(row.length).toBeLessThanOrEqual(180);
  });

  it('marks words that differ', () => {
    expect(join(terminalReport(report([drifted()]), { colours: true, columns: 80 }))).toContain(
      '\x1b[1;7;31m1500\x1b[m',
    );
  });
});

describe('lines side by side', () => {
  it('puts a run of removed lines beside the added ones behind it', () => {
    const lines = [
      line('same', 's'),
      line('removed', 'a'),
      line('removed', 'b'),
      line('added', 'A'),
      line('same', 't'),
      line('added', 'n'),
    ];
    const rows = rowsOf({ recordedStart: 5, currentStart: 7, lines });
    expect(rows.map(({ recorded, current }) => [recorded?.number, current?.number])).toEqual([
      [5, 7],
      [6, 8],
      [7, undefined],
      [8, 9],
      [undefined, 10],
    ]);
  });
});

describe('the Markdown report', () => {
  it('keeps to its limit, and says how many are left out', () => {
    const text = join(markdownReport(inventedReport(5000)));
    expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    const drift = inventedReport(5000).recordings.filter(({ verdict }) => verdict === 'drift').length;
    const shown = text.match(/<details>/g)?.length ?? 0;
    expect(text).toContain(`… and ${drift - shown} more drifted recordings`);
  });

  it('keeps to its limit whatever has to be escaped in its notes', () => {
    const long = (i: number): string => `${i}${'['.repeat(300)}`;
    const verdicts = ['not run', 'could not check'] as const;
    const recordings = Array.from({ length: 60 }, (_, i) => [
      ...verdicts.map((verdict) => recording({ verdict, reason: long(i) })),
      recording({ command: long(i), pace: 'slower' }),
    ]).flat();
    const hosts = Array.from({ length: 60 }, (_, i) => ({
      ...{ origin: long(i), url: 'ssh://x', recorded: {}, current: {} },
      differs: long(i),
    }));
    expect(join(markdownReport(report(recordings, { hosts }))).length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
  });

  it('fences a diff with more backticks than are in it', () => {
    const lines = [line('added', 'x ````` y')];
    const stream = {
      stream: 'stdout',
      format: 'text',
      hunks: [{ recordedStart: 1, currentStart: 1, lines }],
      leftOut: 0,
    } as const;
    expect(join(markdownReport(report([drifted({ streams: [stream] })])))).toMatch(
      /\n``````diff\n[^]*\n``````\n/,
    );
  });

  it('has no tag, link or mention of a host’s in it', () => {
    const text = join(markdownReport(hostileReport())).replace(/^(`{3,})diff\n[^]*?\n\1$/gm, '');
    expect(text.match(/<\/?(?!details|summary|code)[a-z!][^>]*>/gi)).toBe(null);
    expect(text).not.toMatch(/@everyone|www\.|\]\(/);
  });
});

needs('python3')('the JUnit report', () => {
  it('is read by an XML parser, hostile texts too', () => {
    const program = `
import sys, json, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([root.tag, root.attrib['tests'], root.attrib['failures'], root.attrib['errors'], root.attrib['skipped'],
  len(root.findall('./testsuite')), len(root.findall('.//failure')), len(root.findall('.//error')), len(root.findall('.//skipped'))]))`;
    const read = (of: ReturnType<typeof hostileReport>): unknown => {
      const { stdout, stderr } = spawnSync('python3', ['-c', program], {
        input: join(junitReport(of)),
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    expect(read(hostileReport())).toEqual(['testsuites', '63', '21', '21', '21', 21, 21, 21, 21]);
    expect(read(report([]))).toEqual(['testsuites', '0', '0', '0', '0', 0, 0, 0, 0]);
  });
});
