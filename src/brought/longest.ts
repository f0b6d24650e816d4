/** The longest data of an image that a deck takes, in bytes: what fits one frame of a shim (src/shim/protocol.md). */
export const LONGEST_IMAGE_DATA = 4 * 1024 * 1024 - 5;
