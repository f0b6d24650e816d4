import { expect, it } from 'vitest';
import { passwordFor, withoutPasswords } from '../../src/upstreams/passwords.ts';

const env = { TAPEHEAD_UPSTREAM_PASSWORD: 'all', TAPEHEAD_UPSTREAM_PASSWORD_ESX_1: 'own', PATH: '/bin' };

it('an origin has a password of its own, or the one for all', () => {
  expect([passwordFor('esx-1', env), passwordFor('esx-2', env), passwordFor(undefined, env)]).toEqual([
    'own',
    'all',
    'all',
  ]);
  expect(passwordFor('esx-1', { TAPEHEAD_UPSTREAM_PASSWORD: '' })).toBeUndefined();
});

it('no command that tapehead runs sees a password', () => {
  expect(withoutPasswords(env)).toEqual({ PATH: '/bin' });
});
