import type { HookSpec } from '../hooks/spec.ts';
import { explain } from './explain.ts';
import { pathText } from './problem.ts';
import { hook } from './schema/hook.ts';
import { badHookData } from './told.ts';

/**
 * Data from outside as a hook. What it says may still be impossible: `hookOf` tells that.
 *
 * @throws TapeheadError BAD_HOOK, with all that is wrong: a line each, which begins with its place in the data
 */
export function checkHookSpec(data: unknown): HookSpec {
  const parsed = hook.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = explain(parsed.error.issues, hook, data);
  throw badHookData(
    problems.map(({ path, atKey, message }) => ({
      place: pathText(atKey ? path.slice(0, -1) : path) || 'hook',
      message,
    })),
  );
}
