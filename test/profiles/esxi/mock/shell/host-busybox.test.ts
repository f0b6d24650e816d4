import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withApplets } from '../../../../../src/profiles/esxi/mock/shell/host-busybox.ts';

const NAMES = ['[', '[[', 'ash', 'cat', 'tr', 'uname'];
const BYTES = Buffer.from(
  `code\0[\0[[\0ash\0cat\0tr\0uname\0more\0\n\n%s %s\nEnter 'help' for a list of built-in commands.\n\n\0end`,
);

describe("a host's busybox", () => {
  it('answers to the names alone that are kept, and is as long as before', () => {
    const own = withApplets(BYTES, new Set(NAMES), (name) => !['tr', 'uname'].includes(name));
    expect(own.length).toBe(BYTES.length);
    expect(own.toString('latin1')).toContain('\0[\0[[\0ash\0cat\0t\x01\0unam\x01\0more\0');
  });

  it('says nothing of itself when it begins', () => {
    const own = withApplets(BYTES, new Set(NAMES), () => true);
    expect(own.toString('latin1')).toContain("more\0\0\n%s %s\nEnter 'help'");
  });

  it('leaves the bytes alone that it was given', () => {
    const given = Buffer.from(BYTES);
    withApplets(given, new Set(NAMES), () => false);
    expect(given.equals(BYTES)).toBe(true);
  });

  it('is refused where its list is not', () => {
    expect(() => withApplets(readFileSync('/dev/null'), new Set(NAMES), () => true)).toThrow(
      /without the list/,
    );
  });
});
