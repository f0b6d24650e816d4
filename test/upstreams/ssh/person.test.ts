import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { thisPerson } from '../../../src/upstreams/ssh/person.ts';

const unknown = (): never => {
  throw new Error('uv_os_get_passwd returned ENOENT (no such file or directory)');
};

it('is whom the system knows, whatever the variables say', () => {
  expect(thisPerson({ USER: 'other' }).user).toBe(userInfo().username);
});

it('is what the variables say where the system knows nobody of that number', () => {
  expect(thisPerson({ USER: 'eva', HOME: '/home/eva' }, unknown as typeof userInfo)).toEqual({
    user: 'eva',
    home: '/home/eva',
  });
  expect(thisPerson({}, unknown as typeof userInfo)).toEqual({ user: String(process.getuid?.()), home: '/' });
});
