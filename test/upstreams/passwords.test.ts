import { expect, it } from 'vitest';
import { passwordFor, passwordRemedy, withoutPasswords } from '../../src/upstreams/passwords.ts';

const env = { TAPEHEAD_UPSTREAM_PASSWORD: 'all', TAPEHEAD_UPSTREAM_PASSWORD_ESX_1: 'own', PATH: '/bin' };

it('an origin has a password of its own, or the one for all', () => {
  expect([passwordFor('esx-1', env), passwordFor('esx-2', env), passwordFor(undefined, env)]).toEqual([
    'own',
    'all',
    'all',
  ]);
  expect(passwordFor('esx-1', { TAPEHEAD_UPSTREAM_PASSWORD: '' })).toBeUndefined();
});

it('says where the password of an origin goes', () => {
  expect(passwordRemedy('esx-1')).toBe(
    'put the password of origin esx-1 into TAPEHEAD_UPSTREAM_PASSWORD_ESX_1',
  );
  expect(passwordRemedy(undefined)).toBe('put the password into TAPEHEAD_UPSTREAM_PASSWORD');
});

it('no command that tapehead runs sees a password', () => {
  expect(withoutPasswords(env)).toEqual({ PATH: '/bin' });
});
