import type { Asked } from '../invocation.ts';
import { mutating, READ_ONLY, type ToolEffect } from './effect.ts';
import { pipelineOf } from './pipeline.ts';
import type { Effect, Profile } from './profile.ts';

/** A profile from what its tools do: an argv is one of its tools, a shell string a pipeline of them. */
export function profileOfTools(
  name: string,
  tools: ReadonlyMap<string, ToolEffect>,
  folders: readonly string[],
): Profile {
  return {
    name,
    effectOf(asked: Asked): Effect {
      switch (asked.kind) {
        case 'argv':
          return ofWords(asked.argv.map((word) => Buffer.from(word).toString('latin1')));
        case 'string': {
          const stages = pipelineOf(asked.command);
          if (!stages)
            return mutating('not a plain pipeline: what a shell makes of it is not known beforehand');
          return stages.map(ofWords).find(({ kind }) => kind === 'mutating') ?? READ_ONLY;
        }
        case 'session':
          return mutating('what is typed into a shell is not known beforehand');
        case 'subsystem':
          return mutating(`the subsystem ${asked.name} may change files`);
      }
    },
  };

  function ofWords([command = '', ...args]: readonly string[]): Effect {
    const slash = command.lastIndexOf('/');
    const tool = tools.get(command) ?? (slash < 0 ? undefined : tools.get(command.slice(slash + 1)));
    if (!tool) return mutating(`${command} is not known to ${name}`);
    // A tool's name in another folder is another program.
    if (slash >= 0 && !tools.has(command) && !folders.includes(command.slice(0, slash)))
      return mutating(`${command} is none of the host's own`);
    const effect = tool(args);
    return effect.kind === 'read-only' ? effect : mutating(`${command}: ${effect.reason}`);
  }
}
