import { accessSync, constants } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { find, missingTools, pythonWith, rubyWith, tools } from '../../setup/tools.mjs';

describe('what the tests need of the system', () => {
  it('is missing exactly where it is not here', () => {
    const here = Object.entries(tools).flatMap(([name, tool]) => (tool.isHere() ? [name] : []));
    expect([...here, ...missingTools()].sort()).toEqual(Object.keys(tools).sort());
  });

  it('is found as an executable, or not at all', () => {
    accessSync(find('sh') ?? 'nothing', constants.X_OK);
    expect(find('no-such-program')).toBeUndefined();
  });

  it('is an interpreter only with the module that it is wanted for', () => {
    expect(pythonWith('no_such_module')).toBeUndefined();
    expect(rubyWith('no/such/library')).toBeUndefined();
  });
});
