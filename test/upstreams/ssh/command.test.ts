import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../../src/ssh/session.ts';
import { invocation } from '../../support/client.ts';
import { startRequest } from '../../../src/upstreams/ssh/command.ts';

const commandOf = (...args: Parameters<typeof startRequest>): string =>
  decodeCommand(startRequest(...args).payload).toString('latin1');
const variables = new Map([
  ['A', Buffer.from(`it's`)],
  ['B', Buffer.from('')],
]);

describe('the request that starts an execution', () => {
  it('has a string as it is, variables exported before it', () => {
    const asked = { kind: 'string', command: Buffer.from('echo "$A" | cat\xff', 'latin1') } as const;
    expect(commandOf(asked, new Map())).toBe('echo "$A" | cat\xff');
    expect(commandOf(asked, variables, { before: 'echo mark $$; ' })).toBe(
      `echo mark $$; export A='it'\\''s'; export B=''; echo "$A" | cat\xff`,
    );
  });

  it('has an argv quoted, variables assigned before it', () => {
    const asked = { kind: 'argv', argv: ['ls', '*'].map((word) => Buffer.from(word)) } as const;
    expect(commandOf(asked, variables)).toBe(`A='it'\\''s' B='' ls '*'`);
  });

  it('is executed in another folder, and without variables, as a hook has it', () => {
    const asked = { kind: 'argv', argv: [Buffer.from('pwd')] } as const;
    const from = invocation('pwd');
    const modified = {
      from,
      target: undefined,
      argv: undefined,
      set: new Map<string, Buffer>(),
      unset: ['C'],
    };
    const told = commandOf(asked, variables, { modified: { ...modified, cwd: Buffer.from("/a'b") } });
    expect(told).toBe(`cd '/a'\\''b' || exit; unset C; A='it'\\''s' B='' pwd`);
    const elsewhere = { ...modified, cwd: Buffer.from('/a') };
    expect(() => startRequest({ kind: 'session' }, new Map(), { modified: elsewhere })).toThrow(RangeError);
  });

  it('refuses what is longer than sshd takes, with all that stands in front of it', () => {
    const takes = 256 * 1024 - 300;
    const asked = (length: number) => ({ kind: 'string', command: Buffer.alloc(length, 'x') }) as const;
    expect(commandOf(asked(takes), new Map())).toHaveLength(takes);
    expect(() => startRequest(asked(takes + 1), new Map())).toThrow(
      new RangeError(`the command is ${takes + 1} bytes long, and sshd takes ${takes}`),
    );
    expect(() => startRequest(asked(takes), variables)).toThrow(RangeError);
  });
});
