/**
 * What a cassette may hold. A reader refuses more, so that no byte string makes it take more memory than
 * the file's size and 64 MiB; a writer stays below.
 */

/** Bytes of one frame's payload. */
export const MAX_PAYLOAD = 16 * 1024 * 1024;

/** Values of one payload, maps, arrays and all they hold counted: an argv of some 130,000 words. */
export const MAX_VALUES = 128 * 1024;

/** How deep arrays and maps are nested. The deepest so far is a slot of a head, 3. */
export const MAX_DEPTH = 8;

/** Bytes of one stdin, stdout or stderr event as written; longer ones are cut. A reader admits MAX_PAYLOAD. */
export const MAX_CHUNK = 1024 * 1024;

/** Numbers are exact up to here in every language: 2^53 − 1. In µs, 285 years. */
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
