import { TapeheadError } from '../errors.ts';

/** Recovery goes on after an error, and tells the first. */
export class FirstError {
  error: TapeheadError | undefined;

  note(error: TapeheadError): void {
    this.error ??= error;
  }

  during<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TapeheadError) || error.code !== 'CASSETTE_DAMAGED') throw error;
      this.note(error);
      return undefined;
    }
  }
}
