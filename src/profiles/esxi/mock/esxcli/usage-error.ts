import { Failure } from '../failure.ts';

/** The command line is not what the command takes: its usage is told below. */
export class UsageError extends Failure {}
