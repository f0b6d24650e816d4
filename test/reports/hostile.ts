import type { VerifyReport } from '../../src/verified.ts';
import { drifted, line, recording, report } from './invented.ts';

/** Texts that want to be more than text somewhere. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '<img src=x onerror=alert(3)>',
  '<!-- <script>',
  ']]>',
  '&lt;b&gt;',
  '"\'><svg onload=alert(4)>',
  'ansi \x1b[31mred\x1b[m \x1b]0;title\x07 \x9b2J',
  'control \0\x01\x08\x7f\x85',
  'bidi \u202e gnp.exe \u2066 \u200b',
  'lone \ud800 surrogate \uffff',
  '````` backticks ``` ',
  '</details></summary><h1>big</h1>',
  '::error file=a.js::boom%0A::set-output name=x::y',
  '  ::add-mask::x',
  '##vso[task.complete result=Failed;]done',
  '##[error]no',
  'x ##teamcity[buildStop]',
  '@everyone #1 [link](javascript:alert(5)) ![](http://127.0.0.1/x.png) | *b* _i_ ~s~ <a@b.example> www.example.com',
  '{{0}} {0} [a](0)',
  'line one\r\nline two\u2028three',
];

/** A report in which every text that may come from a host or a cassette is hostile. */
export function hostileReport(): VerifyReport {
  const recordings = HOSTILE.flatMap((text, i) => {
    const named = {
      cassette: `${text}.cassette`,
      origin: text,
      host: `ssh://${text}`,
      command: text,
      name: text,
    };
    const both = { recorded: text, current: `${text}!` };
    return [
      drifted({
        ...named,
        index: 3 * i,
        differences: [{ field: 'stdout', path: text, kind: 'changed', severity: 'value', ...both }],
        normalised: [text],
        streams: [
          {
            stream: 'stdout',
            format: 'text',
            hunks: [
              {
                recordedStart: 1,
                currentStart: 1,
                lines: [line('same', text), line('removed', text), line('added', `${text}!`)],
              },
            ],
            leftOut: 3,
          },
        ],
      }),
      recording({ ...named, index: 3 * i + 1, verdict: 'could not check', reason: text }),
      recording({ ...named, index: 3 * i + 2, verdict: 'not run', reason: text, pace: 'slower' }),
    ];
  });
  const hosts = HOSTILE.map((text) => ({
    origin: text,
    url: text,
    recorded: {},
    current: {},
    differs: text,
  }));
  return report(recordings, { hosts });
}

/** What no text on a screen or in a log may hold. */
export const UNSEEN = /[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2066-\u2069\ud800-\udfff]/u;

/** Whether a CI system that reads this in a log would take a line of it for a command. */
export const commandsIn = (log: string): string[] =>
  log.split(/\r?\n/).filter((text) => /^\s*::|##\[|##vso\[|##teamcity\[/i.test(text));
