import { TapeheadError } from '../errors.ts';

export const notAnImage = (path: string, why: string, cause?: unknown): TapeheadError =>
  new TapeheadError(
    'NOT_AN_IMAGE',
    `${path} is no image that tapehead built: ${why}`,
    'name what tapehead image build --out wrote',
    { cause },
  );
