import { TapeheadError } from '../errors.ts';

/** An image whose data a deck cannot go by. */
export const badImage = (what: string, cause?: unknown): TapeheadError =>
  new TapeheadError(
    'BAD_IMAGE',
    `what the image brings along (/.tapehead/image.json) ${what}`,
    'rebuild the image with the tapehead of this deck: tapehead image build',
    { cause },
  );
