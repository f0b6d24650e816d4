import type { Login } from './login.ts';

/** Has a login or a channel refused on purpose: by whom, for the log; undefined where it is not. */
export type Refusal = (login: Login, stage: 'authentication' | 'channel') => string | undefined;

/** The refusal of logins on one connection: a client tries several keys and methods, and that is one login. */
export function oncePerLogin(refusal: Refusal): (login: Login) => string | undefined {
  let decided: { login: Login; by: string | undefined } | undefined;
  return (login) => {
    if (decided?.login.user !== login.user || decided.login.origin !== login.origin) {
      decided = { login, by: refusal(login, 'authentication') };
    }
    return decided.by;
  };
}
