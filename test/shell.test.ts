import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quoteArgv, quoteAssignment, simpleWords } from '../src/shell.ts';
import { random } from './support/random.ts';

const words = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'latin1'));
const simple = (command: string): string[] | undefined =>
  simpleWords(Buffer.from(command, 'latin1'))?.map((word) => word.toString('latin1'));

const SHELLS = { dash: ['dash'], bash: ['bash'], 'busybox ash': ['busybox', 'sh'] };
const isThere = ([program]: string[]): boolean => spawnSync(program ?? '', ['-c', ':']).error === undefined;
const shells = Object.entries(SHELLS).map(([name, argv]) => ({ name, argv, missing: !isThere(argv) }));

describe('quoteArgv', () => {
  let dir: string;
  beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'shell-'))));
  afterAll(() => rmSync(dir, { recursive: true }));

  const run = ([program, ...args]: string[], line: Buffer): Buffer => {
    expect(line.toString('utf8')).toBe(Buffer.from(line.toString('utf8')).toString('utf8'));
    return execFileSync(program ?? '', [...args, '-c', line.toString('utf8')], {
      env: { PATH: `${dir}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };

  test('leaves plain words as they are, for whoever reads a log', () => {
    expect(String(quoteArgv(words('esxcli', '--formatter=csv', 'vm', 'list')))).toBe(
      'esxcli --formatter=csv vm list',
    );
    expect(String(quoteArgv(words('echo', "it's", '')))).toBe("echo 'it'\\''s' ''");
  });

  test('refuses NUL and an empty argv', () => {
    expect(() => quoteArgv(words('echo', 'a\0b'))).toThrow(RangeError);
    expect(() => quoteArgv([])).toThrow(RangeError);
  });

  test.for(shells)(
    'every byte and every awkward word survives $name',
    ({ name: shellName, argv: shell, missing }, { skip }) => {
      skip(missing, `${shellName} is not here`);
      const everyByte = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1));
      const args = [
        everyByte,
        ...Array.from(everyByte, (byte) => Buffer.from([byte])),
        ...words(
          '',
          ' ',
          '-',
          '-n',
          '--',
          "'",
          '"',
          "'\"'",
          '\\',
          '\\\\',
          '\n',
          '\n\n',
          'a\n',
          '\xff\n',
          '\n\xff\n\n',
          '$HOME',
        ),
        ...words(
          '`id`',
          '$(id)',
          '*',
          '~',
          '#',
          'a=b',
          '!',
          '{a,b}',
          '\xc3\xa9',
          '\xc3',
          '\xe2\x82',
          '\xed\xa0\x80',
          '\t',
          '\r\n',
        ),
      ];
      const line = quoteArgv([...words('printf', '%s\\0'), ...args]);
      expect(run(shell, line)).toEqual(Buffer.concat(args.flatMap((word) => [word, Buffer.from([0])])));
    },
  );

  test.for(shells)('random words survive $name', ({ name: shellName, argv: shell, missing }, { skip }) => {
    skip(missing, `${shellName} is not here`);
    const { seed, int, bytes } = random();
    for (let round = 0; round < 40; round++) {
      const args = Array.from({ length: 1 + int(20) }, () => bytes(int(30), 1));
      const got = run(shell, quoteArgv([...words('printf', '%s\\0'), ...args]));
      expect(got, `seed ${seed}`).toEqual(Buffer.concat(args.flatMap((word) => [word, Buffer.from([0])])));
    }
  });

  test.for(shells)(
    'the first word is a command in $name, whatever it looks like',
    ({ name: shellName, argv: shell, missing }, { skip }) => {
      skip(missing, `${shellName} is not here`);
      for (const name of ['A=b', 'if', 'in', 'coproc', '!', '{', '-c', '+x', 'a b', '~', "it's", 'A+=b']) {
        writeFileSync(join(dir, name), `#!/bin/sh\necho "ran $1"\n`, { mode: 0o755 });
        expect([name, String(run(shell, quoteArgv(words(name, 'x'))))]).toEqual([name, 'ran x\n']);
      }
    },
  );

  test.for(shells)(
    'an assignment reaches the environment in $name',
    ({ name: shellName, argv: shell, missing }, { skip }) => {
      skip(missing, `${shellName} is not here`);
      const value = Buffer.from("it's \xff\n\n$HOME", 'latin1');
      const line = Buffer.concat([quoteAssignment('A', value), Buffer.from(' sh -c \'printf %s "$A"\'')]);
      expect(run(shell, line)).toEqual(value);
      expect(() => quoteAssignment('A;rm', value)).toThrow(RangeError);
    },
  );
});

describe('simpleWords', () => {
  test('takes bare words, quotations and escapes apart', () => {
    expect(simple('esxcli network  nic\tlist')).toEqual(['esxcli', 'network', 'nic', 'list']);
    expect(simple('  ls  ')).toEqual(['ls']);
    expect(simple(`echo 'a b' "c d" e\\ f g'h'"i"`)).toEqual(['echo', 'a b', 'c d', 'e f', 'ghi']);
    expect(simple(`echo '' ""`)).toEqual(['echo', '', '']);
    expect(simple(`echo '$HOME \`id\` \\'`)).toEqual(['echo', '$HOME `id` \\']);
    expect(simple(`echo "it's" 'new\nline' \\$ \\\\`)).toEqual(['echo', "it's", 'new\nline', '$', '\\']);
    expect(simple("echo '\xff'")).toEqual(['echo', '\xff']);
    expect(simple('/bin/vmkfstools -i a=b')).toEqual(['/bin/vmkfstools', '-i', 'a=b']);
  });

  test.each([
    '',
    '  ',
    'a|b',
    'a;b',
    'a&',
    'a>b',
    'a\nb',
    'ls\n',
    'ls *',
    'ls ?',
    'ls ~',
    'echo $A',
    'echo "$A"',
    'echo "`id`"',
    'echo "a\\b"',
    'a # b',
    '(a)',
    "echo 'open",
    'echo "open',
    'echo \\',
    'a \\\nb',
    'echo \xff',
    'echo {a,b}',
    'echo [a]',
  ])('%j stands byte for byte', (command) => expect(simple(command)).toBeUndefined());

  test.each([
    'A=b',
    'A=b c',
    "A='b' c",
    'A+=b c',
    'if',
    'time ls',
    'cd /',
    "'cd' /",
    '. x',
    'exit 3',
    'read x',
    'exec ls',
  ])('%j acts on the shell and stands byte for byte', (command) => expect(simple(command)).toBeUndefined());

  test('a quoted keyword or assignment is a command like any other', () => {
    expect(simple("'if' x")).toEqual(['if', 'x']);
    expect(simple('i\\f x')).toEqual(['if', 'x']);
    expect(simple("'A=b' x")).toEqual(['A=b', 'x']);
    expect(simple('A\\=b x')).toEqual(['A=b', 'x']);
  });

  test('a masked part is a letter, whatever its label', () => {
    expect(simple('sh /tmp/t_\0?\0.sh')).toEqual(['sh', '/tmp/t_\0?\0.sh']);
    expect(simple("echo \"\0$x\0\" '\0'\0'")).toEqual(['echo', '\0$x\0', "\0'\0"]);
    expect(simple('echo \0?')).toBeUndefined();
  });

  test('is the inverse of quoteArgv for words of UTF-8', () => {
    const { seed, int, text } = random();
    for (let round = 0; round < 2000; round++) {
      const argv = [
        Buffer.from(`x${text(int(8))}`),
        ...Array.from({ length: int(6) }, () => Buffer.from(text(int(12)))),
      ];
      expect(simpleWords(quoteArgv(argv)), `seed ${seed}`).toEqual(argv);
    }
  });

  test('agrees with the shell on any string that it calls simple', () => {
    const { seed, int, pick } = random();
    const alphabet = [...'ab=-/\\\'"  \t\n$;'];
    for (let round = 0; round < 3000; round++) {
      const tail = Array.from({ length: int(12) }, () => pick(alphabet)).join('');
      const argv = simpleWords(Buffer.from(`printf ${tail}`));
      if (argv === undefined || argv.length < 2 || round % 10 > 0) continue;
      const asked = `printf '%s\\0' ${tail}`;
      const got = String(execFileSync('sh', ['-c', asked]));
      expect(got, `seed ${seed}: ${JSON.stringify(asked)}`).toBe(
        argv
          .slice(1)
          .map((word) => `${String(word)}\0`)
          .join(''),
      );
    }
  });
});
