import { describe, expect, it } from 'vitest';
import { argsMatcher } from '../../../src/hooks/match/args.ts';
import type { ArgSpec, MatchSpec } from '../../../src/hooks/match/spec.ts';
import { random } from '../../support/random.ts';

type ArgsSpec = NonNullable<MatchSpec['args']>;

/** What was captured, or why it does not match. */
function matchOf(spec: ArgsSpec, args: string): Record<string, string> | string {
  const match = argsMatcher(spec)(
    args
      .split(' ')
      .filter(Boolean)
      .map((word) => Buffer.from(word)),
  );
  if ('why' in match) return match.why;
  return Object.fromEntries(Array.from(match.captures, ([name, value]) => [name, String(value)]));
}

const nic: ArgSpec = { pattern: '^vmnic(?<number>[0-9]+)$' };

describe('arguments in order', () => {
  it.each<[string, ArgsSpec, string]>([
    ['are the very ones', ['network', 'nic', 'list'], 'network nic list'],
    ['are none', [], ''],
    ['may be any one where a * stands', ['network', '*', 'list'], 'network nic list'],
    ['may be anything from a ** on', ['network', '**'], 'network nic list'],
    ['may be nothing where a ** stands', ['network', '**'], 'network'],
    ['may begin with anything', ['**', 'list'], 'network nic list'],
    ['may have anything between', ['network', '**', 'list'], 'network list'],
    ['may have several gaps', ['**', 'nic', '**', '-n', '*', '**'], 'network nic get -n vmnic0 -v'],
    ['are a star where it is literal', [{ literal: '*' }, { literal: '**' }], '* **'],
  ])('%s', (_, spec, args) => {
    expect(matchOf(spec, args)).toEqual({});
  });

  it.each<[string, ArgsSpec, string, string]>([
    ['which is another', ['network', 'nic'], 'network vswitch', 'argument 2 is "vswitch", not nic'],
    ['which is missing', ['network', 'nic'], 'network', 'argument 2 is not there, not nic'],
    ['which is one too many', ['network'], 'network nic', 'there is an argument 2, "nic"'],
    ['which a pattern does not find', [nic], 'eth0', 'argument 1 is "eth0", not /^vmnic(?<number>[0-9]+)$/'],
    ['at the end', ['**', 'list'], 'nic get', 'argument 2 is "get", not list'],
    ['nowhere', ['**', '-n', '**'], 'nic get', 'nowhere do the arguments have -n'],
    ['twice where one is there', ['a', '**', 'a'], 'a', 'there are too few arguments for a at the end'],
  ])('names the argument %s', (_, spec, args, why) => {
    expect(matchOf(spec, args)).toBe(why);
  });

  it('gives what patterns captured', () => {
    expect(matchOf(['get', '-n', nic], 'get -n vmnic7')).toEqual({ number: '7' });
    expect(matchOf(['**', nic, '**'], 'get -n vmnic7 -v')).toEqual({ number: '7' });
  });

  it('take arguments that are not UTF-8 for what they are', () => {
    const match = argsMatcher([{ pattern: String.raw`^\xff(?<rest>.*)` }]);
    expect(match([Buffer.from([0xff, 0xfe])])).toEqual({
      captures: new Map([['rest', Buffer.from([0xfe])]]),
    });
  });
});

describe('arguments of a set', () => {
  it('match in any order', () => {
    expect(matchOf({ set: ['-v', 'get', nic] }, 'get vmnic3 -v')).toEqual({ number: '3' });
  });

  it('are all that there is, unless ** is among them', () => {
    expect(matchOf({ set: ['-v'] }, '-v -q')).toBe('nothing is said of argument "-q"');
    expect(matchOf({ set: ['-v', '**'] }, '-q -v')).toEqual({});
  });

  it('are each an argument of their own', () => {
    expect(matchOf({ set: ['-v', '-v'] }, '-v')).toBe('no argument is -v');
    expect(matchOf({ set: ['-v', '-v'] }, '-v -v')).toEqual({});
  });

  it('match if any way of giving them out does', () => {
    expect(matchOf({ set: [{ pattern: '^a' }, '*', 'ab'] }, 'ab ac x')).toEqual({});
  });
});

describe('args', () => {
  it('match as an expression over the whole line does', () => {
    const { seed, int, pick } = random();
    for (let round = 0; round < 2000; round++) {
      const spec = Array.from({ length: int(5) }, () => pick(['a', 'b', '*', '**']));
      const args = Array.from({ length: int(6) }, () => pick(['a', 'b', 'c']));
      const line = spec.map((arg) => ({ '*': '[abc];', '**': '(?:[abc];)*' })[arg] ?? `${arg};`).join('');
      const expected = new RegExp(`^${line}$`).test(args.map((arg) => `${arg};`).join(''));
      const match = matchOf(spec, args.join(' '));
      expect(typeof match === 'object', `seed ${seed}: ${spec.join(' ')} | ${args.join(' ')}`).toBe(expected);
    }
  });
});
