import type { Compiled } from '../compile.ts';
import type { HookWorld } from '../world.ts';
import type { FaultSpec } from './spec.ts';

export function faulting(spec: FaultSpec, _world: HookWorld): Compiled {
  throw new Error(`being built: ${JSON.stringify(spec)}`);
}
