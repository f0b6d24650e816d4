import type { ControlEvent } from '../event.ts';

/** What nobody has drawn yet: of sizes the last one counts, and a signal that is pending is not pending twice. */
export function joinControls(last: ControlEvent, next: ControlEvent): ControlEvent | undefined {
  if (last.type === 'resize') return next.type === 'resize' ? next : undefined;
  return next.type === 'signal' && next.name === last.name ? last : undefined;
}
