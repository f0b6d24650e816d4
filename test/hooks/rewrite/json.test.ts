import { describe, expect, it } from 'vitest';
import { JsonRewriter, LONGEST_DOCUMENT } from '../../../src/hooks/rewrite/json.ts';
import { pointerOf } from '../../../src/hooks/rewrite/json-pointer.ts';
import { random } from '../../support/random.ts';
import { cutAnywhere, rewritten } from './rewritings.ts';

function all(pointer: string, json: string, value: unknown = 'x'): string {
  const bytes = Buffer.from(json);
  const one = new JsonRewriter(pointerOf(pointer), Buffer.from(JSON.stringify(value)));
  return rewritten(one, cutAnywhere(bytes, random())).toString();
}

describe('JSON', () => {
  it.each([
    ['', ' [1] ', ' "x" '],
    ['/a', '{ "b":1,\t"a" : 1.0e0 }\n', '{ "b":1,\t"a" : "x" }\n'],
    ['/a/1', '{"a":[1, [2],{"1":3}]}', '{"a":[1, "x",{"1":3}]}'],
    ['/a/1', '{"a":{"1":[1,2]}}', '{"a":{"1":"x"}}'],
    ['/a/1', '{"b":[1,2],"a":1,"c":{"1":2}}', '{"b":[1,2],"a":1,"c":{"1":2}}'],
    ['/*/s', '[{"s":1},{"t":{"s":2}},[],{"s":{"s":3}}]', '[{"s":"x"},{"t":{"s":2}},[],{"s":"x"}]'],
    ['/*/*', '{"a":[1,{"b":2}],"c":3}', '{"a":["x","x"],"c":3}'],
    ['/*', '{"a":null,"b":[]}', '{"a":"x","b":"x"}'],
    ['/a~1b/~0', '{"a/b":{"~":1}}', '{"a/b":{"~":"x"}}'],
    ['/ü/€', '{"ü":{"€":"ü"},"\u{fc}":{"\\u20ac":"€"}}', '{"ü":{"€":"x"},"ü":{"\\u20ac":"x"}}'],
    ['/a', '{"\\u0061":1}', '{"\\u0061":"x"}'],
    ['/a/', '{"a":{"":1}}', '{"a":{"":"x"}}'],
    ['/a', '\u{feff}{"ö":"ü","a":1}', '\u{feff}{"ö":"ü","a":"x"}'],
    ['/b', '{"a":1}', '{"a":1}'],
    ['/a', 'no JSON at all', 'no JSON at all'],
    ['/a', '{"a":1', '{"a":1'],
    ['/a', '{"a":1,}', '{"a":1,}'],
    ['/a', '', ''],
  ])('%j in %j', (pointer, json, expected) => {
    expect(all(pointer, json)).toBe(expected);
  });

  it.each([
    [{ a: [1] }, '{"a":{"a":[1]}}'],
    [null, '{"a":null}'],
    [1.5, '{"a":1.5}'],
  ])('takes %j as a value', (value, expected) => {
    expect(all('/a', '{"a":1}', value)).toBe(expected);
  });

  it.each(['a', '/a~', '/~2'])('has no pointer %j', (pointer) => {
    expect(() => pointerOf(pointer)).toThrow(expect.objectContaining({ code: 'BAD_HOOK' }) as Error);
  });

  it('is not collected beyond 16 MiB', () => {
    const one = new JsonRewriter([], Buffer.from('1'));
    expect([...one.push(Buffer.alloc(LONGEST_DOCUMENT))]).toEqual([]);
    expect(() => one.push(Buffer.from(' '))).toThrow(
      expect.objectContaining({ code: 'HOOK_FAILED' }) as Error,
    );
  });

  it('that is nested without end fails, and nothing else does', () => {
    const one = new JsonRewriter(pointerOf('/a'), Buffer.from('1'));
    one.push(Buffer.alloc(LONGEST_DOCUMENT, '['));
    expect(() => [...one.end()]).toThrow(expect.objectContaining({ code: 'HOOK_FAILED' }) as Error);
  });
});
