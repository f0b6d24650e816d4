import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeAll } from '../../src/cassette/disk.ts';
import { syncingEarly } from '../../src/cassette/early-sync.ts';

it('writes the same bytes while the disk is at work, also where the file has lost its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tapehead-test-'));
  const path = join(folder, 'file');
  const fd = openSync(path, 'w');
  try {
    const write = syncingEarly(path, writeAll, 8);
    for (let i = 0; i < 10; i++) write(fd, [Buffer.from('abc'), Buffer.from('def')], i * 6);
    expect(readFileSync(path, 'latin1')).toBe('abcdef'.repeat(10));
    rmSync(path);
    for (let i = 10; i < 20; i++) write(fd, [Buffer.from('abcdef')], i * 6);
    expect(fstatSync(fd).size).toBe(120);
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
});
