import { TapeheadError } from '../../errors.ts';

/** A part of a pointer; `any`: every member. */
export type Step = { any: true } | { any: false; name: string };

/**
 * The parts of a JSON Pointer (RFC 6901), in which `*` stands for every member.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function pointerOf(text: string): readonly Step[] {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) {
    throw new TapeheadError(
      'BAD_HOOK',
      `${JSON.stringify(text)} is no JSON Pointer`,
      'write /names/of/members, with ~1 for a slash in a name and ~0 for a ~, or nothing for the whole document',
    );
  }
  const parts = text.slice(1).split('/');
  return parts.map((part) =>
    part === '*' ? { any: true } : { any: false, name: part.replaceAll('~1', '/').replaceAll('~0', '~') },
  );
}
