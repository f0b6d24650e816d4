import { describe, vi } from 'vitest';
import { itTakesLongCommands } from './long-command.ts';

// Before anything loads ssh2: its optional native parts are as if they had not been built.
vi.hoisted(() => {
  process.dlopen = () => {
    throw new Error('not built');
  };
});

describe("tapehead's ssh2 without its native parts", () => {
  itTakesLongCommands();
});
