import { getSystemErrorMap } from 'node:util';

/** A command of the host cannot do what it was asked: its own words, which the client reads; the state is as before. */
export class Failure extends Error {
  /** What the command exits with. */
  readonly exit: number;

  constructor(message: string, exit = 1) {
    super(message);
    this.exit = exit;
  }
}

/**
 * Why a tool cannot: what it says itself, or what this machine has against its files, where they are too long a name, or
 * the disk is full; that says nothing of where on this machine they are. Any other error is thrown on.
 */
export function failureOf(error: unknown, tool: string): Failure {
  if (error instanceof Failure) return error;
  const { errno, syscall } = error as NodeJS.ErrnoException;
  // rm(2) of Node has numbers above 0 for its own.
  const [, why] = (syscall !== undefined && getSystemErrorMap().get(-Math.abs(errno ?? 0))) || [];
  if (why === undefined) throw error;
  return new Failure(`${tool}: ${why}`);
}
