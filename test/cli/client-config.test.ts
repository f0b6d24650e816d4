import { expect, test } from 'vitest';
import { clientConfig } from '../../src/cli/client-config.ts';

const host = {
  names: ['tapehead'],
  host: '127.0.0.1',
  port: 40022,
  user: 'tapehead',
  identityFile: '/tmp/50%/identity',
  knownHosts: '/tmp/a b/known_hosts',
};

test('each door is a host of its own', () => {
  const config = clientConfig([host, { ...host, names: ['esx-1'], port: 40023 }]);
  expect(config.match(/^Host .*$/gm)).toEqual(['Host tapehead', 'Host esx-1']);
  expect(config.match(/^ {2}Port .*$/gm)).toEqual(['  Port 40022', '  Port 40023']);
});

test('paths with blanks and percent signs reach OpenSSH as they are', () => {
  const config = clientConfig([host]);
  expect(config).toContain('IdentityFile "/tmp/50%%/identity"');
  expect(config).toContain('UserKnownHostsFile "/tmp/a b/known_hosts"');
});

test('without a key of ours the client may use its own', () => {
  expect(clientConfig([{ ...host, identityFile: undefined }])).not.toMatch(/Identit/);
});
