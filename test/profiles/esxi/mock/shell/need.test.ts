import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../../../src/invocation.ts';
import { needOf } from '../../../../../src/profiles/esxi/mock/shell/need.ts';

const needs = (asked: Asked | string) =>
  needOf(
    typeof asked === 'string' ? { kind: 'string', command: Buffer.from(asked) } : asked,
    (path) => path === '/opt/run',
  );
const argv = (...words: string[]): Asked => ({ kind: 'argv', argv: words.map((word) => Buffer.from(word)) });

describe('what a shell of a mock host has to do with an invocation', () => {
  it.each(['ls -l /', '/bin/ls', 'a | b', 'x=1', 'cd /tmp', '', 'pwd', 'scp -t /tmp', '/opt/run now'])(
    'runs %j',
    (command) => {
      expect(needs(command)).toBe('run');
    },
  );

  it('runs sessions, and of the argv of shims what busybox has', () => {
    expect(needs({ kind: 'session' })).toBe('run');
    expect(needs(argv('/anywhere/ls', '-l'))).toBe('run');
    expect(needs(argv('coffee'))).toBe(undefined);
    expect(needs({ kind: 'subsystem', name: 'sftp' })).toBe(undefined);
  });

  it('denies what is not there, but nothing that hosts have', () => {
    expect(needs('coffee')).toBe('deny');
    expect(needs('/opt/none')).toBe('deny');
    expect(needs('esxtop -b')).toBe(undefined);
  });
});
