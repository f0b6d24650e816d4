import { describe, expect, it } from 'vitest';
import { lookAt, matcherOf } from '../../../src/hooks/match/compile.ts';
import type { MatchSpec } from '../../../src/hooks/match/spec.ts';
import type { Invocation } from '../../../src/invocation.ts';
import { asked, caller } from '../a-hook.ts';

const shimAsks = (...argv: string[]): Partial<Invocation> => ({
  asked: { kind: 'argv', argv: argv.map((word) => Buffer.from(word)) },
  door: 'shim',
  user: undefined,
  caller: caller(),
});

async function why(spec: MatchSpec, invocation: Invocation): Promise<string | undefined> {
  const match = matcherOf(spec).match(lookAt(invocation, await invocation.caller?.invokers()));
  return 'why' in match ? match.why : undefined;
}

const nic = asked('/sbin/esxcli network nic list', {
  tty: { term: 'xterm', modes: Buffer.alloc(0), columns: 80, rows: 24, width: 0, height: 0 },
});
const variables = asked('date', { env: new Map([['LANG', Buffer.from('C')]]) });
const pipeline = asked('esxcli network nic list | grep vmnic0');
const session = asked('', { asked: { kind: 'session' } });
const sftp = asked('', { asked: { kind: 'subsystem', name: 'sftp' } });
const agent = asked('', {
  ...shimAsks('esxcli', 'vm', 'list'),
  caller: caller({}, [
    ['/bin/sh', 'sh', '-c', 'x'],
    ['/opt/spherelet', 'spherelet', '--v', '2'],
  ]),
});

describe('a matcher', () => {
  it.each<[string, MatchSpec, Invocation]>([
    ['anything, where nothing is demanded', {}, session],
    ['a command by its name', { target: 'esxcli' }, nic],
    ['a path as it was typed', { target: '/sbin/esxcli' }, nic],
    ['a path by a glob', { target: '/*/esxcli' }, nic],
    ['a bare name by a glob of paths', { target: '**/esxcli' }, asked('esxcli vm list')],
    ['the file that a shim stands for', { target: '/bin/esxcli' }, asked('', shimAsks('esxcli', 'vm'))],
    [
      'the words of a simple shell string',
      { target: 'esxcli', args: ['vm', 'a b'] },
      asked(`esxcli vm 'a b'`),
    ],
    ['a shell string', { shell: '*| grep*' }, pipeline],
    ['a shell string by a pattern', { shell: { pattern: 'grep (?<nic>vmnic[0-9]+)$' } }, pipeline],
    ['a simple shell string as a whole', { shell: 'esxcli vm list' }, asked('esxcli vm list')],
    ['a session', { session: true }, session],
    ['what is no session', { session: false }, nic],
    ['a subsystem', { subsystem: 'sftp' }, sftp],
    ['an origin', { origin: 'esx-*' }, asked('date', { origin: 'esx-01' })],
    ['a user', { user: 'root' }, nic],
    ['a door', { door: 'ssh' }, nic],
    ['a terminal', { tty: true }, nic],
    ['none', { tty: false }, variables],
    ['a variable', { env: { LANG: 'C' } }, variables],
    ['a variable that did not come', { env: { TZ: null } }, variables],
    ['a folder', { cwd: '/tm?' }, agent],
    ['an executable among the invokers', { invoker: '/opt/*' }, agent],
    ['an argv among the invokers', { invoker: 'spherelet --v 2' }, agent],
  ])('takes %s', async (_, spec, invocation) => {
    expect(await why(spec, invocation)).toBeUndefined();
  });

  it.each<[string, MatchSpec, Invocation, string]>([
    ['another command', { target: 'vim-cmd' }, nic, 'target is "esxcli", not vim-cmd'],
    ['another path', { target: '/bin/esxcli' }, nic, 'target is "/sbin/esxcli", not /bin/esxcli'],
    ['no single command', { target: 'esxcli' }, pipeline, 'what was asked has no target, esxcli or other'],
    [
      'arguments of no single command',
      { args: [] },
      pipeline,
      'what was asked is no single command with arguments',
    ],
    ['a shell string that is none', { shell: '*' }, session, 'shell is not told, not *'],
    ['a session that is none', { session: true }, nic, 'session is false, not true'],
    ['another subsystem', { subsystem: 'scp' }, sftp, 'subsystem is sftp, not scp'],
    ['no subsystem', { subsystem: 'scp' }, nic, 'subsystem is not there, not scp'],
    ['another origin', { origin: 'esx-*' }, nic, 'origin is "default", not esx-*'],
    ['no user', { user: 'root' }, agent, 'user is not told, not root'],
    ['another door', { door: 'shim' }, nic, 'door is ssh, not shim'],
    ['no terminal', { tty: true }, agent, 'tty is false, not true'],
    ['another value', { env: { LANG: 'de*' } }, variables, 'env LANG is "C", not de*'],
    ['no value', { env: { TZ: '*' } }, variables, 'env TZ is not told, not *'],
    ['a variable that came', { env: { LANG: null } }, variables, 'env LANG is there'],
    ['no folder', { cwd: '/tmp' }, nic, 'cwd is not told, not /tmp'],
    ['no such invoker', { invoker: '*ansible*' }, agent, 'no invoker that is known is *ansible*'],
    ['no invoker at all', { invoker: { pattern: 'x' } }, nic, 'no invoker that is known is /x/'],
  ])('says of %s why not', async (_, spec, invocation, reason) => {
    expect(await why(spec, invocation)).toBe(reason);
  });

  it('gives what all its patterns captured', () => {
    const spec = { args: ['-n', { pattern: '(?<nic>vmnic.)' }], origin: { pattern: '(?<host>esx.)' } };
    const match = matcherOf(spec).match(lookAt(asked('get -n vmnic4', { origin: 'esx7' }), undefined));
    expect(match).toEqual({
      captures: new Map([
        ['nic', Buffer.from('vmnic4')],
        ['host', Buffer.from('esx7')],
      ]),
    });
  });

  it.each([
    ['esxcli', 'esxcli'],
    ['**/esxcli', 'esxcli'],
    ['/bin/*', undefined],
    ['esx*', undefined],
    [undefined, undefined],
  ])('with target %s is bound to the command name %s', (target, name) => {
    expect(matcherOf(target === undefined ? {} : { target }).commandName).toBe(name);
  });

  it.each([{ shell: { pattern: '(' } }, { args: [{ pattern: '(?=a)' }] }, { origin: { pattern: '(a)\\1' } }])(
    'refuses a pattern that has no linear time: %j',
    (spec) => {
      expect(() => matcherOf(spec)).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }));
    },
  );
});
