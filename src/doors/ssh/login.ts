/** Who a client says it is. */
export interface Login {
  user: string;
  origin: string;
}

/** What names an origin; anything else behind a `+` is part of the user's name. */
const ORIGIN = /^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,254}$/;

/** Reads the user name of a login: `name+origin`, or a bare name that asks for the door's own origin. */
export function readLogin(name: string, doorOrigin: string): Login {
  const plus = name.lastIndexOf('+');
  const origin = name.slice(plus + 1);
  return plus > 0 && ORIGIN.test(origin)
    ? { user: name.slice(0, plus), origin }
    : { user: name, origin: doorOrigin };
}
