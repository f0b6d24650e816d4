import { expect, it } from 'vitest';
import { redactInvokers } from '../../src/redact/invokers.ts';
import { Secrets } from '../../src/redact/secrets.ts';

const bytes = (...words: string[]): Buffer[] => words.map((word) => Buffer.from(word));

const shown = (...words: string[]): string[] =>
  redactInvokers(
    [{ pid: 1, executable: Buffer.from('/bin/x'), argv: bytes(...words) }],
    new Secrets(),
  ).flatMap(({ argv }) => argv.map((word) => Buffer.from(word).toString()));

it.each([
  ['its words', ['esxcli', '--password', 'hunter2hunter2', 'network']],
  ['a command line that is one of its words', ['sh', '-c', 'esxcli --password=hunter2hunter2 network; true']],
])('an invoker shows no password, in %s', (_where, argv) => {
  const words = shown(...argv).join(' ');
  expect(words).not.toContain('hunter2');
  expect(words).toHaveLength(argv.join(' ').length);
});

it('an invoker without secrets is shown as it is', () => {
  expect(shown('sh', '-c', 'esxcli network nic list')).toEqual(['sh', '-c', 'esxcli network nic list']);
});
