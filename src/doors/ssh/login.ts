import { isOrigin } from '../../origin.ts';

/** Who a client says it is. */
export interface Login {
  user: string;
  origin: string;
}

/**
 * Reads the user name of a login: `name+origin`, or a bare name that asks for the door's own origin. What
 * names no origin behind a `+` is part of the user's name.
 */
export function readLogin(name: string, doorOrigin: string): Login {
  const plus = name.lastIndexOf('+');
  const origin = name.slice(plus + 1);
  return plus > 0 && isOrigin(origin)
    ? { user: name.slice(0, plus), origin }
    : { user: name, origin: doorOrigin };
}
