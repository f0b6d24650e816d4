import { homedir, userInfo } from 'node:os';
import type { Person } from './config.ts';

/** Who runs the deck. In a container that may be a number that no passwd file knows: then the variables tell. */
export function thisPerson(env: NodeJS.ProcessEnv = process.env, info = userInfo): Person {
  try {
    return { user: info().username, home: homedir() };
  } catch {
    const { USER, LOGNAME, HOME } = env;
    return { user: USER || LOGNAME || String(process.getuid?.() ?? 'root'), home: HOME || '/' };
  }
}
