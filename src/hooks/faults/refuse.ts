import { refused } from '../../outcome.ts';
import type { Action } from '../hook.ts';

/** It is never executed. */
export const refusing: Action = async (_, stdio) => {
  const outcome = refused('by a fault');
  await stdio.send({ type: 'outcome', outcome });
  return { kind: 'answered', from: 'fault', outcome };
};
