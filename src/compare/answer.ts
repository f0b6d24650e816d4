import type { Slot } from '../cassette/recording.ts';
import type { Asked } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';

/** Bytes of one stream after redaction; slots are offsets into them, and say where a secret was. */
export interface Content {
  bytes: Uint8Array;
  slots: readonly Slot[];
}

/** Too long to be held: compared by what is said here. */
export interface DigestedContent {
  /** Bytes. */
  length: number;
  /** SHA-256, in hexadecimal digits. */
  digest: string;
}

/** What a host answered, as it is compared. */
export interface Answer {
  outcome: Outcome;
  stdout: Content | DigestedContent;
  stderr: Content | DigestedContent;
}

/** Two answers to the same question. */
export interface AnswerPair {
  asked: Asked;
  recorded: Answer;
  current: Answer;
}
