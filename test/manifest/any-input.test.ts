import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkHookSpec } from '../../src/manifest/check-hook.ts';
import { checkManifest } from '../../src/manifest/check.ts';
import { parse } from '../../src/manifest/document.ts';
import { TapeheadError } from '../../src/errors.ts';
import { type Random, random } from '../support/random.ts';

/** Gives data or problems, each with a place in the text; whatever else it throws fails the test. */
function looked(text: string): 'right' | 'wrong' {
  const { data, problems, place } = parse(text);
  const lines = text.split('\n').length;
  if (data === undefined && problems.length === 0) expect(text.trim()).toMatch(/^(|null|~|#.*|%.*|---.*)$/s);
  const checked = data === undefined ? undefined : checkManifest(data, '/');
  const places = [...problems, ...(checked?.problems ?? []).map(place)];
  const outside = places.find(({ line, column }) => line < 1 || line > lines || column < 1);
  expect(outside).toBe(undefined);
  return checked?.spec && problems.length === 0 ? 'right' : 'wrong';
}

const WORDS = [
  ...[
    'version',
    'extends',
    'env',
    'matching',
    'volatile',
    'normalise',
    'hooks',
    'transforms',
    'name',
    'match',
    'args',
  ],
  ...[
    'when',
    'nth',
    'times',
    'state',
    'do',
    'mock',
    'stdout',
    'exit',
    'signal',
    'chunks',
    'file',
    'fault',
    'latency',
  ],
  ...[
    'rewrite',
    'stream',
    'json',
    'with',
    'pattern',
    'run',
    'argv',
    'log',
    'redactors',
    'normalisers',
    'before',
    'KILL',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'length',
    '',
    '0',
    '250ms',
    '(a+)+$',
    '**',
    '/dev/zero',
    '../x',
  ],
];

/** Data that is at times a manifest, at times nearly one. */
function anything(draw: Random, depth: number): unknown {
  switch (draw.int(depth > 5 ? 6 : 10)) {
    case 0:
      return draw.int(5);
    case 1:
      return draw.pick([true, null, -1, 1.5, Number.MAX_VALUE, '']);
    case 2:
      return draw.text(draw.int(8));
    case 3:
    case 4:
    case 5:
      return draw.pick(WORDS);
    case 6:
    case 7:
      return Array.from({ length: draw.int(4) }, () => anything(draw, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: draw.int(5) }, () => [draw.pick(WORDS), anything(draw, depth + 1)]),
      );
  }
}

const MANIFEST = `version: 1
env: [LANG]
matching: { volatile: ['a[0-9]+'], match: [path, 'env:A'], stdin: auto }
hooks:
  - &one
    name: first # call
    match: { target: '**/esxcli', args: [network, { pattern: 'n.*' }, '**'], env: { A: null } }
    when: before
    times: 1
    do: [{ log: "said\\n" }, { mock: { stderr: "x", exit: 1 } }]
  - do: { fault: { truncate: { stream: stdout, after: 100 }, then: { signal: KILL } } }
  - { name: "csv", when: after, do: { rewrite: [{ stream: stdout, csv: { column: a, where: { b: c } }, with: d }] } }
redactors:
  - { name: a, pattern: 'b', in: [stdin] }
`;

describe('whatever is written', () => {
  it('is a manifest where nothing was done to one', () => {
    expect(looked(MANIFEST)).toBe('right');
  });

  it('is told as a manifest or as what is wrong, where a manifest was changed anywhere', () => {
    const draw = random();
    const pieces = [
      ...':-[]{},&*#?|>%@`"\'!\n\t ',
      '<<: *one\n',
      '&one ',
      '*one',
      '---\n',
      '\u0000',
      '\ufeff',
      '\r\n',
      '  ',
      '!!map ',
      '? ',
    ];
    for (let round = 0; round < 500; round++) {
      let text = MANIFEST;
      for (let i = draw.int(4); i >= 0; i--) {
        const [at, until] = [draw.int(text.length), draw.int(12)];
        text =
          text.slice(0, at) +
          (draw.int(3) ? draw.pick(pieces) : '') +
          text.slice(draw.int(2) ? at : at + until);
      }
      expect(() => looked(text), `seed ${draw.seed}, round ${round}`).not.toThrow();
    }
  });

  it('is told so where it is any data, as a hook too', () => {
    const draw = random();
    for (let round = 0; round < 500; round++) {
      const data = draw.int(2)
        ? { version: 1, hooks: [anything(draw, 0)], ...(anything(draw, 0) as object) }
        : anything(draw, 0);
      const why = `seed ${draw.seed}, round ${round}`;
      expect(() => looked(draw.int(2) ? stringify(data) : JSON.stringify(data)), why).not.toThrow();
      try {
        checkHookSpec(data);
      } catch (error) {
        expect(error, why).toBeInstanceOf(TapeheadError);
      }
    }
  });

  it('is told so where it is any characters', () => {
    const draw = random();
    for (let round = 0; round < 500; round++) {
      expect(() => looked(draw.text(draw.int(60))), `seed ${draw.seed}, round ${round}`).not.toThrow();
    }
  });

  const KIB = 1024;
  it.each([
    ['lists in lists', '['.repeat(256 * KIB)],
    ['lists in lists, closed', '['.repeat(5000) + ']'.repeat(5000)],
    ['maps in maps', '{a: '.repeat(64 * KIB)],
    ['lists in lists by dashes', '- '.repeat(128 * KIB)],
    ['keys in keys', '? '.repeat(128 * KIB)],
    ['maps in maps by indentation', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
    ['errors', `[${','.repeat(256 * KIB)}`],
    ['quotes', '"'.repeat(256 * KIB)],
    ['keys', Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join('')],
    ['documents', '---\n'.repeat(64 * KIB)],
    ['anchors', Array.from({ length: 20_000 }, (_, i) => `- &a${i} x\n`).join('')],
    ['aliases', `- &a x\n${'- *a\n'.repeat(50_000)}`],
    ['hooks that are wrong', `version: 1\nhooks:\n${'- { do: { mok: {} } }\n'.repeat(5_000)}`],
  ])('is no hindrance where it is very many %s', (_, text) => {
    expect(looked(text)).toBe('wrong');
  });

  it('is read no further than to the piece that is too many, and nothing is made of what came before', () => {
    const most = parse(`a: [${'b,'.repeat(49_990)}]`);
    expect(most.problems).toEqual([]);
    expect(most.data).toMatchObject({ a: { length: 49_990 } });
    expect(parse(`[${','.repeat(256 * KIB)}`).problems).toEqual([
      { line: 1, column: 100_001, message: expect.stringMatching(/^the file has more than 100000 words, /) },
    ]);
  });

  it('does not grow by what aliases stand for', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join()}]`,
    );
    expect(parse(`a0: &a0 [x]\n${levels.join('\n')}`).problems).toMatchObject([
      { message: expect.stringMatching(/^its aliases cannot be followed: /) },
    ]);
  });
});
