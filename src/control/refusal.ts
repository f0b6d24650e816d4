import { type ErrorCode, TapeheadError } from '../errors.ts';

/** A request that is not done, with the HTTP status that says of which kind that is. */
export class Refusal extends TapeheadError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    remedy: string,
    { code = 'CONTROL_REFUSED', headers = {} }: { code?: ErrorCode; headers?: Record<string, string> } = {},
  ) {
    super(code, message, remedy);
    this.status = status;
    this.headers = headers;
  }
}

/** An error as a body of JSON has it. */
export interface ErrorBody {
  code: string;
  message: string;
  remedy: string;
}

export const errorBody = ({ code, message, remedy }: TapeheadError): ErrorBody => ({ code, message, remedy });

/** Whatever went wrong, as the client is told. What nobody foresaw is told by its message alone. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof TapeheadError) {
    return new Refusal(STATUS[error.code] ?? 400, error.message, error.remedy, { code: error.code });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new Refusal(500, `the deck is in trouble: ${message}`, 'tell us of it: this is a fault of tapehead');
}

/** What is wrong with the data is 400. */
const STATUS: Partial<Record<ErrorCode, number>> = { NOT_ALLOWED: 403, DOOR_UNSAFE: 403, NO_CASSETTE: 404 };
