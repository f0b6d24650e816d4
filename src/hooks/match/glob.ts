import { type Pattern, pattern } from '../../pattern.ts';

/**
 * A glob: `*` stands for any characters but a slash, `**` for any at all, `?` for one but a slash, and what
 * follows a backslash for itself. A `**` with a slash behind it stands for no folder too, so that
 * it finds a bare name.
 *
 * @throws TapeheadError BAD_PATTERN
 */
export const pathGlob = (source: string): Pattern => compile(source, String.raw`[^\/]`);

/** The same for what is no path: a slash is a character like any other. */
export const nameGlob = (source: string): Pattern => compile(source, String.raw`[\s\S]`);

/** The glob's text where every character of it stands for itself. */
export const literalOf = (source: string): string | undefined => (/[*?\\]/.test(source) ? undefined : source);

function compile(source: string, one: string): Pattern {
  // Patterns see bytes as latin1.
  const text = Buffer.from(source).toString('latin1');
  let compiled = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\\' && i + 1 < text.length) compiled += escaped(text[++i] as string);
    else if (char === '?') compiled += one;
    else if (char !== '*') compiled += escaped(char);
    else if (text[i + 1] !== '*') compiled += `${one}*`;
    else if (text[++i + 1] !== '/') compiled += String.raw`[\s\S]*`;
    else {
      compiled += String.raw`(?:[\s\S]*\/)?`;
      i++;
    }
  }
  return pattern(`^${compiled}$`);
}

const escaped = (char: string): string => char.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
