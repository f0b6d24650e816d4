import { expect, test } from 'vitest';
import { parseSshAddress } from '../../../src/cli/options/ssh-address.ts';

test.each([
  ['0', { host: undefined, port: 0, origin: undefined }],
  ['2222', { host: undefined, port: 2222, origin: undefined }],
  ['127.0.0.1:2222', { host: '127.0.0.1', port: 2222, origin: undefined }],
  ['localhost:0=esx-1', { host: 'localhost', port: 0, origin: 'esx-1' }],
  ['2222=TestLogin', { host: undefined, port: 2222, origin: 'TestLogin' }],
  ['[::1]:2222', { host: '::1', port: 2222, origin: undefined }],
  ['[fe80::1%eth0]:22=a.b', { host: 'fe80::1%eth0', port: 22, origin: 'a.b' }],
])('%s', (text, address) => {
  expect(parseSshAddress(text)).toEqual(address);
});

test.each(['', 'x', '65536', '-1', '::1:22', '[::1]', 'host:', ':22', '22=', '22=a b', '22=a+b', 'a:b:22'])(
  '%j is refused',
  (text) => {
    expect(() => parseSshAddress(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  },
);
