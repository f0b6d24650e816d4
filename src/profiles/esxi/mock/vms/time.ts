/** `2026-01-02T03:04:05.678000Z`; microseconds only where there are any. */
export const isoTime = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/(\.\d{3})Z$/, '$1000Z');
