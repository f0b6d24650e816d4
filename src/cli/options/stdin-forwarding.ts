import type { Command } from 'commander';
import type { TapingOptions } from '../../deck-options.ts';
import { oneOf } from './values.ts';

/** What commander makes of the option on whose stdin an upstream gets. */
export interface ForwardingFlags {
  stdin?: NonNullable<TapingOptions['stdinForwarding']>;
}

export function addForwardingOption(command: Command): void {
  command.option(
    '--stdin <how>',
    "what the host gets of a client's stdin: auto (default): all of it, unless a shim has the very stdin of its " +
      'parent, who may want it; forward: all; none',
    oneOf('--stdin', ['auto', 'forward', 'none']),
  );
}
