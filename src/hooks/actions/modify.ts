import type { Action } from '../hook.ts';

export const modifying = (..._: unknown[]): Action => {
  throw new Error('being built');
};
