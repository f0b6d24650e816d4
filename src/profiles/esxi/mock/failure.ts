/** A command of the host cannot do what it was asked: its own words, which the client reads; the state is as before. */
export class Failure extends Error {
  /** What the command exits with. */
  readonly exit: number;

  constructor(message: string, exit = 1) {
    super(message);
    this.exit = exit;
  }
}
