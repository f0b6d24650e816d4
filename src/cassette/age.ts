import type { CassetteHeader } from './recording.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Whole days since a cassette was taped, or was seen to be true still, whichever is later. `now`: ms since the epoch. */
export function ageInDays(
  { day, stamped = day }: Pick<CassetteHeader, 'day' | 'stamped'>,
  now: number,
): number {
  const latest = Math.max(Date.parse(day), Date.parse(stamped));
  return Math.max(0, Math.floor((now - latest) / DAY)) || 0;
}

/** How old a cassette may be, in days, and what becomes of an older one. */
export interface MaxAge {
  days: number;
  expired: 'warn' | 'fail';
}

/** The day of a stamp. `now`: ms since the epoch. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
