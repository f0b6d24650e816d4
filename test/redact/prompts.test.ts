import { describe, expect, it } from 'vitest';
import { Prompts } from '../../src/redact/prompts.ts';
import { type Random, random } from '../support/random.ts';
import { PlainPrompts } from './plain-prompts.ts';

const OUTPUT = [
  ...[
    'Password',
    'pass',
    'word',
    'PASSPHRASE',
    'passcode',
    'PIN',
    'pin',
    'ping',
    'spin',
    'P',
    'Verification code',
  ],
  ...[
    ':',
    ':',
    ':',
    ': ',
    ' :',
    ':\t',
    ' ',
    '   ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    'login',
    'a',
    'H',
    '0x1',
    '-',
    'ß',
  ],
];
const INPUT = ['root', 's3cret', '\n', '\n', '\r', ' '];

function text(draw: Random, pieces: readonly string[]): string {
  let whole = '';
  for (let i = draw.int(12); i >= 0; i--) {
    whole += draw.pick(pieces);
    if (draw.int(15) === 0) whole += draw.pick(['x', ' ', 'ab ', '\t']).repeat(draw.int(120));
    if (draw.int(80) === 0) whole += 'y'.repeat(draw.int(2500));
  }
  return whole;
}

describe('Prompts', () => {
  it.each([
    ['whole', ['login: ', 'Password: ']],
    ['at once', ['login: Password: ']],
    ['with its blank by itself', ['login:', ' ', 'Password:', ' ']],
    ['in the middle of a word', ['login: Pass', 'word: ']],
    ['byte by byte', [...'login: Password: ']],
  ])('takes a piped password at the second prompt, written %s, not the name at the first', (_, written) => {
    const prompts = new Prompts();
    const typed = prompts.typed(Buffer.from('root\ns3cret\nls\n'));
    const asked = written.flatMap((output) => prompts.output('stdout', Buffer.from(output)));
    expect([...typed, ...asked, ...prompts.eof()]).toEqual([{ start: 5, end: 11, text: 's3cret' }]);
  });

  it('finds the lines that plain patterns do, whatever is written and typed', () => {
    const draw = random();
    for (let round = 0; round < 3000; round++) {
      const [prompts, plain] = [new Prompts(), new PlainPrompts()];
      let [typed, eof] = [0, false];
      for (let step = 0; step < 12; step++) {
        const kind = draw.int(10);
        const where = `seed ${draw.seed}, round ${round}, step ${step}`;
        if (kind < 5) {
          const stream = draw.pick(['stdout', 'stdout', 'stderr'] as const);
          const output = text(draw, OUTPUT);
          const found = prompts.output(stream, Buffer.from(output, 'latin1'));
          expect(found, `${where}: ${output}`).toEqual(plain.output(stream, output));
        } else if (kind < 9 && !eof) {
          const input = text(draw, INPUT);
          typed += input.length;
          expect(prompts.typed(Buffer.from(input, 'latin1')), where).toEqual(plain.typed(input));
        } else if (kind === 9 && draw.int(4) === 0) {
          eof = true;
          expect(prompts.eof(), where).toEqual(plain.eof());
        } else {
          const upTo = draw.int(typed + 1);
          prompts.release(upTo);
          plain.release(upTo);
        }
      }
    }
  });
});
