import { expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

/** What vmkload_mod says of a module of an invented driver. */
const told = (version: string): string | undefined =>
  aHost({
    identity: { version },
    modules: [
      {
        name: 'acme',
        file: '/usr/lib/acme',
        license: 'BSD',
        version: '1.2',
        requires: ['com.vmware.vmkapi#v2'],
        parameters: [{ name: 'speed', type: 'int', description: 'How fast', value: '' }],
      },
    ],
  }).run('vmkload_mod -s acme')?.stdout;

it('vmkload_mod tells of a module as hosts of its version do', () => {
  const ends = [' Required name-spaces:', '  com.vmware.vmkapi#v2', ' Parameters:', '  speed: int'];
  const begins = ['vmkload_mod module information', ' input file: /usr/lib/acme'];
  expect(told('8.0.2')).toBe(
    [...begins, ' License: BSD', ' Version: 1.2', ' Name-space:', ...ends, '   How fast', ''].join('\n'),
  );
  expect(told('5.5.0')).toBe(
    [...begins, ' Version: 1.2', ' License: BSD', ...ends, '    How fast', ''].join('\n'),
  );
});
