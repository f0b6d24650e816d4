import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findEngine } from '../../../../../src/profiles/esxi/mock/shell/engine.ts';
import { TempFolder } from '../../../../support/tape.ts';

function folderWith(...names: string[]): TempFolder {
  const folder = new TempFolder();
  for (const name of names) writeFileSync(folder.file(name), '', { mode: 0o755 });
  return folder;
}

describe('what makes a sandbox', () => {
  it('is bwrap, where busybox is, too', () => {
    using folder = folderWith('bwrap', 'busybox');
    expect(findEngine(`/none:${folder.path}`, 'linux')).toEqual({ bwrap: folder.file('bwrap') });
  });

  it('names all that is missing, and what brings it', () => {
    using folder = folderWith('bwrap');
    expect(findEngine(folder.path, 'linux').why).toMatch(
      /needs a static busybox \(on Debian: apt-get install busybox-static\) on PATH/,
    );
    expect(findEngine(undefined, 'linux').why).toMatch(/needs bwrap \(.*\) and a static busybox/);
    expect(findEngine(folder.path, 'darwin').why).toContain('Linux');
  });
});
