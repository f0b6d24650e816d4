import type { Action } from '../hook.ts';

export const running = (..._: unknown[]): Action => {
  throw new Error('being built');
};
