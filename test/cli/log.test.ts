import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnsweredCall, HookMessage } from '../../src/calls.ts';
import { openLog } from '../../src/cli/log.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { exited } from '../../src/outcome.ts';
import { string, TempFolder } from '../support/tape.ts';
import { FakeProcess } from './fake-process.ts';

const call = (command: string, more: Partial<AnsweredCall> = {}): AnsweredCall => ({
  number: 1,
  time: new Date(2026, 0, 2, 3, 4, 5, 6).getTime(),
  door: 'ssh',
  origin: 'esx-1',
  user: 'root',
  asked: string(command),
  tty: false,
  provenance: { from: 'cassette', file: 'tapes/nic.cassette', index: 0 },
  outcome: exited(0),
  hooks: [],
  duration: 1_400,
  ...more,
});

const message: HookMessage = {
  call: call('df /srv', { number: 7 }),
  time: call('').time,
  hook: 'audit',
  told: 'somebody looks',
};

function opened(file: string | undefined, serves: boolean, isTTY: boolean) {
  const process = new FakeProcess({ isTTY });
  return { process, log: openLog(file, serves, openTerminal(process)) };
}

/** Without what clears the line that shows what is under way. */
const lines = ({ said }: FakeProcess): string[] =>
  said.split('\n').map((line) => line.slice(line.lastIndexOf('\x1b[K') + 1).replace('[K', ''));

describe('the log of a run', () => {
  it('is none where nobody wants it', () => {
    expect(opened(undefined, false, true).log).toBeUndefined();
    expect(opened(undefined, true, false).log).toBeUndefined();
  });

  it('is a file that only its owner can read', () => {
    using folder = new TempFolder();
    const { log, process } = opened(folder.file('log'), false, true);
    log?.asked(call('uname'));
    log?.said(message);
    log?.told('client 127.0.0.1 was refused');
    log?.[Symbol.dispose]();
    const events = readFileSync(folder.file('log'), 'utf8').trimEnd().split('\n');
    expect(events.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      'asked',
      'hook',
      'door',
    ]);
    expect(statSync(folder.file('log')).mode & 0o777).toBe(0o600);
    expect(process.said).toBe('');
  });

  it('has nothing of what comes when it is closed, which may be another file by then', () => {
    using folder = new TempFolder();
    const { log } = opened(folder.file('log'), false, true);
    log?.[Symbol.dispose]();
    const { log: other } = opened(folder.file('other'), false, true);
    log?.said(message);
    other?.[Symbol.dispose]();
    expect(['log', 'other'].map((name) => readFileSync(folder.file(name), 'utf8'))).toEqual(['', '']);
    expect(log?.failure).toBeUndefined();
  });

  it('is on stderr by -, in JSON where that is no terminal', () => {
    const { log, process } = opened('-', false, false);
    log?.asked(call('uname'));
    log?.said(message);
    log?.answered(call('uname'));
    expect(
      process.said
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { event: 'asked', number: 1, asked: { kind: 'string', command: { text: 'uname' } } },
      {
        event: 'hook',
        number: 7,
        origin: 'esx-1',
        hook: 'audit',
        told: 'somebody looks',
        time: message.time,
      },
      { event: 'answered', provenance: { from: 'cassette', recording: 1 }, duration: 1_400 },
    ]);
    expect(existsSync('-')).toBe(false);
  });

  it('is for people at a terminal, by - and wherever somebody serves', () => {
    for (const { log, process } of [opened('-', false, true), opened(undefined, true, true)]) {
      log?.asked(call('esxcli network nic list'));
      log?.answered(call('esxcli network nic list'));
      expect(lines(process)).toContain(
        '03:04:05.006 esx-1: esxcli network nic list; cassette nic.cassette#1, exited 0, 1 ms',
      );
    }
  });

  it('is shown to who serves beside the file that has it', () => {
    using folder = new TempFolder();
    const { log, process } = opened(folder.file('log'), true, true);
    log?.answered(call('uname'));
    log?.[Symbol.dispose]();
    expect(process.said).toContain('esx-1: uname; cassette nic.cassette#1');
    expect(readFileSync(folder.file('log'), 'utf8')).toContain('"event":"answered"');
  });
});

describe('the log at a terminal', () => {
  it('says what hooks say, of which call', () => {
    const { log, process } = opened('-', false, true);
    log?.asked(call('sleep 1'));
    log?.said(message);
    expect(lines(process)).toContain('03:04:05.006 esx-1: df /srv; hook audit: somebody looks');
    expect(process.said.split('\r').at(-1)).toBe('\x1b[Kesx-1: sleep 1 …');
  });

  it('shows what is under way, until that is answered', () => {
    const { log, process } = opened('-', false, true);
    log?.asked(call('sleep 1'));
    log?.asked(call('sleep 2', { number: 2 }));
    expect(process.said.split('\r').at(-1)).toBe('\x1b[Kesx-1: sleep 2 …');
    log?.answered(call('sleep 2', { number: 2 }));
    expect(process.said.split('\r').at(-1)).toBe('\x1b[Kesx-1: sleep 1 …');
    log?.answered(call('sleep 1'));
    expect(process.said.endsWith('\n')).toBe(true);
  });

  it('says what was executed otherwise than asked', () => {
    const { log, process } = opened('-', false, true);
    const words = ['df', '-P', '/srv'].map((word) => Buffer.from(word));
    const env = [
      ['A', Buffer.from('1 2')],
      ['B', null],
    ] as const;
    log?.answered(call('df -P /data', { executed: { argv: words, env, cwd: Buffer.from('/tmp') } }));
    log?.answered(call('date', { executed: { env } }));
    expect(lines(process)).toMatchObject([
      expect.stringContaining(
        "esx-1: df -P /data (executed: in /tmp A='1 2' without B df -P /srv); cassette",
      ),
      expect.stringContaining("esx-1: date (executed: A='1 2' without B); cassette"),
      '',
    ]);
  });

  it('says why something was missed', () => {
    const { log, process } = opened('-', false, true);
    const provenance = { from: 'miss', reason: 'uname was never recorded' } as const;
    log?.answered(call('uname', { provenance, outcome: exited(125) }));
    expect(process.said).toMatch(/; miss, exited 125, 1 ms\n {2}uname was never recorded\n$/);
  });

  it('lets nothing that a client says act on the terminal', () => {
    const { log, process } = opened('-', false, true);
    const hostile = 'echo \x1b]0;owned\x07\n::error::';
    log?.asked(call(hostile, { origin: 'a\x1b[2J' }));
    log?.answered(call(hostile, { provenance: { from: 'miss', reason: hostile }, outcome: exited(125) }));
    log?.said({ ...message, call: call(hostile), hook: hostile, told: hostile });
    log?.told(hostile);
    expect(process.said.replaceAll('\r\x1b[K', '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]|^::/m);
  });
});
