import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, tapehead, testFolder } from './run-tapehead.ts';

/** The lines of `--log`, and of `--log -`, of a client that asks for `df /srv` where there are hooks. */
async function logsOf(hooks: string): Promise<object[][]> {
  const folder = await testFolder();
  writeFileSync(join(folder, 'hooks.yaml'), `version: 1\nhooks:\n${hooks}`);
  const replay = (file: string) => {
    const args = ['replay', '--manifest', 'hooks.yaml', '--ssh', '0', '--log', file];
    return tapehead([...args, '--', ...ask('df /srv')], { cwd: folder });
  };
  await replay('calls.jsonl');
  const { stderr } = await replay('-');
  return [readFileSync(join(folder, 'calls.jsonl'), 'utf8'), stderr].map((text) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as object),
  );
}

describe('the log that is asked for has', () => {
  it('what a hook says of a call', async () => {
    const hooks =
      '- { name: audit, match: { target: df }, when: before, do: { log: seen } }\n- { do: { mock: {} } }\n';
    for (const lines of await logsOf(hooks)) {
      expect(lines).toMatchObject([
        { event: 'asked', number: 1 },
        { event: 'hook', number: 1, origin: 'default', hook: 'audit', told: 'seen' },
        { event: 'answered', number: 1, hooks: ['audit', 'hooks.yaml:4'] },
      ]);
    }
  });

  it.each([
    ['authentication', /^a login as "\w+" by \w+ is refused by hook "closed"$/],
    ['channel', /^a channel for "\w+" is refused by hook "closed"$/],
  ])('a refused %s, by which hook', async (stage, told) => {
    for (const lines of await logsOf(`- { name: closed, do: { fault: { refuse: ${stage} } } }\n`)) {
      const [first] = lines;
      expect(first).toMatchObject({ event: 'door', told: expect.stringMatching(told) as string });
    }
  });
});
