import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shimFolder } from './compiled.ts';

interface Source {
  name: string;
  text: string;
  /** Without comments and strings. */
  code: string;
}

const sources: Source[] = readdirSync(shimFolder)
  .filter((name) => /\.[ch]$/.test(name))
  .map((name) => {
    const text = readFileSync(join(shimFolder, name), 'utf8');
    const code = text.replace(/\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g, (found) =>
      found.replaceAll(/[^\n]/g, ' '),
    );
    return { name, text, code };
  });

/** What each file has of it, as `name:line: text`. */
function findings(pattern: RegExp, of: (source: Source) => string = ({ code }) => code): string[] {
  return sources.flatMap((source) =>
    of(source)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${source.name}:${i + 1}: ${line.trim()}`] : [])),
  );
}

describe('the C of the shim', () => {
  it('includes nothing of a C library, only the kernel’s headers and the compiler’s', () => {
    expect(
      findings(/#include </, ({ text }) => text).filter(
        (line) => !/<(?:linux|asm)\/\w+\.h>|<std(?:bool|def|int)\.h>/.test(line),
      ),
    ).toEqual([]);
  });

  it('calls the kernel through sys.h alone', () => {
    expect(
      findings(/\b__asm__|\b__NR_|\bsys6\b/).filter((line) => !/^(?:sys\.h|start\.c):/.test(line)),
    ).toEqual([]);
  });

  it('allocates nothing, and has no string function without a bound', () => {
    expect(findings(/\b(?:malloc|free|alloca|strcpy|strcat|sprintf|gets|printf)\b/)).toEqual([]);
  });

  it('has descriptors of its own closed in what it executes', () => {
    const opened = findings(/\bSYS\((?:openat|pipe2|socket|signalfd4),|\bsys_open\(/);
    expect(opened.length).toBeGreaterThan(5);
    expect(opened.filter((line) => !/CLOEXEC|int flags/.test(line))).toEqual([]);
  });

  it('is indented with tabs, at most 120 columns wide, and ends lines where they end', () => {
    expect(findings(/^ {1,8}\S/).filter((line) => !line.startsWith('start.c'))).toEqual([]);
    expect(findings(/[ \t]$/, (source) => source.text)).toEqual([]);
    expect(findings(/.{121}/, (source) => source.text.replaceAll('\t', '    '))).toEqual([]);
  });

  it('has no function of more than 60 lines', () => {
    const long = sources.flatMap(({ name, code }) =>
      [...code.matchAll(/^(?=\S)[^;{}]*\) \{\n([^]*?)^\}/gm)]
        .map((found) => ({
          where: `${name}: ${found[0].slice(0, 40)}`,
          lines: (found[1] ?? '').split('\n').length,
        }))
        .filter(({ lines }) => lines > 60),
    );
    expect(long).toEqual([]);
  });

  it('says in each header what it is for', () => {
    for (const { name, text } of sources.filter((source) => source.name.endsWith('.h')))
      expect(text.slice(0, 3), basename(name)).toMatch(/^\/\*/);
  });

  it('has all its parts included once', () => {
    for (const { name, text } of sources.filter((source) => source.name.endsWith('.h')))
      expect(text, name).toContain('#pragma once');
  });
});
