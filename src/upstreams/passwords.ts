const VARIABLE = 'TAPEHEAD_UPSTREAM_PASSWORD';

/**
 * The password for the upstream of an origin: from the variable with the origin's name behind it, in capitals
 * and with `_` for what no variable may have, as `TAPEHEAD_UPSTREAM_PASSWORD_ESX_1` for `esx-1`; else from
 * `TAPEHEAD_UPSTREAM_PASSWORD`, which serves every upstream.
 */
export function passwordFor(origin: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  return env[passwordVariable(origin)] || env[VARIABLE] || undefined;
}

/** Its own variable; several origins may have the same. */
export const passwordVariable = (origin: string | undefined): string =>
  origin === undefined ? VARIABLE : `${VARIABLE}_${asVariable(origin)}`;

/** For whoever was not let in. */
export const passwordRemedy = (origin: string | undefined): string =>
  `put the password${origin === undefined ? '' : ` of origin ${origin}`} into ${passwordVariable(origin)}`;

/** What the deck was told in confidence is not for the commands it runs. */
export function withoutPasswords(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isPassword(name)));
}

const isPassword = (name: string): boolean => name === VARIABLE || name.startsWith(`${VARIABLE}_`);

const asVariable = (origin: string): string => origin.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();
