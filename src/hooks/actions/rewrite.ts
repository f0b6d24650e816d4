import type { Action } from '../hook.ts';

export const rewriting = (..._: unknown[]): Action => {
  throw new Error('being built');
};
