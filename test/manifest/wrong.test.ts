import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/open-manifests.ts';
import { folderOf, refusalOf } from './folder.ts';

/** What is wrong with these lines of a manifest, which begin in its second. */
async function wrongWith(lines: string): Promise<string[]> {
  const folder = await folderOf({
    'm.yaml': `version: 1\n${lines}`,
    'text.txt': 'text',
    'notes.sh': 'no program',
  });
  await chmod(join(folder, 'notes.sh'), 0o600);
  const told = await refusalOf(loadManifest(join(folder, 'm.yaml')), folder);
  return told.map((line) => line.replace(/^m\.yaml:/, ''));
}

describe('what is wrong in a manifest is told with its place and the nearest right word', () => {
  it.each([
    // keys
    ['matching: { volatil: [a] }', '2:13: unknown key "volatil" in matching; did you mean volatile?'],
    ['hooks:\n- wen: before\n  do: { log: a }', '3:3: unknown key "wen" in hook; did you mean when?'],
    ['matching:\n  match: [path]\n  match: [user]', '4:3: "match" is given twice'],
    ['normalisers: [{ name: a }]', '2:15: normaliser lacks one of pattern or off'],
    ['normalisers: [{ name: uid, off: true }]', '2:23: there is no normaliser "uid"; did you mean uuid?'],
    ['redactors: [{ name: tokn, off: true }]', '2:21: there is no redactor "tokn"; did you mean token?'],
    [
      'normalisers: [{ name: uuid, off: true, column: A }]',
      '2:48: column needs a pattern beside it: off alone switches',
    ],
    [
      'normalisers: [{ name: a, pattern: b, colum: A }]',
      '2:38: unknown key "colum" in normaliser; did you mean column?',
    ],
    [
      'matching: { normalise: [counter] }',
      '2:25: normaliser "counter" is for output, which has no part in matching',
    ],
    // kinds
    ['env: { a: 1 }', '2:6: env must be a list, not a map'],
    ['hooks: [3]', '2:9: hooks[0] must be a map, not a number'],
    ['hooks:\n-', '3:2: hooks[0] must be a map, not nothing'],
    ['seed: seven', '2:7: seed must be a number, not text'],
    ['seed: 1.5', '2:7: seed must be a whole number, not a number'],
    ['hooks: [{ times: 0, do: { log: a } }]', '2:18: times must be at least 1, not 0'],
    [
      'hooks: [{ match: { args: [a, 12] }, do: { log: a } }]',
      "2:30: args[1] must be text or a map, not a number: write '12' in quotes",
    ],
    ['hooks: [{ match: { tty: si }, do: { log: a } }]', '2:25: tty must be true or false, not text'],
    // words
    ['repeat: lst', '2:9: repeat does not know "lst"; did you mean last? (last, never, cycle)'],
    ['pace: quick', '2:7: pace does not know "quick" (instant, recorded, a number)'],
    [
      'matching: { match: [pth] }',
      '2:21: match[0] does not know "pth"; did you mean path? (path, cwd, user, origin, env:NAME)',
    ],
    [
      'hooks: [{ when: befor, do: { log: a } }]',
      '2:17: when does not know "befor"; did you mean before? (before, miss, after)',
    ],
    [
      'hooks: [{ match: { door: shh }, do: { log: a } }]',
      '2:26: door does not know "shh"; did you mean ssh? (ssh, shim)',
    ],
    ['env: [2nd]', '2:7: "2nd" is no name of a variable: letters, digits and _, not a digit first'],
    // actions
    ['hooks: [{ do: { mok: {} } }]', '2:17: unknown key "mok" in action; did you mean mock?'],
    ['hooks: [{ do: [{ mok: {} }] }]', '2:18: unknown key "mok" in action; did you mean mock?'],
    [
      'hooks: [{ do: { fault: { latency: 20ms, trickle: 10 } } }]',
      '2:41: trickle does not go together with what else is there: fault has one of them',
    ],
    [
      'hooks: [{ do: {} }]',
      '2:15: action lacks one of mock, passthrough, modify, rewrite, run, log or fault',
    ],
    ['hooks: [{ do: [] }]', '2:15: do is empty'],
    [
      'hooks: [{ do: { mock: {}, log: a } }]',
      '2:15: mock and log do not go together: action has one of them',
    ],
    ['hooks: [{ do: mock }]', '2:15: do must be a map or a list, not text'],
    ['hooks: [{ do: { mock: { exit: 300 } } }]', '2:31: exit must be at most 255, not 300'],
    ['hooks: [{ do: { mock: { signal: KIL } } }]', '2:33: "KIL" is no signal; did you mean KILL?'],
    [
      'hooks: [{ do: { mock: { exit: 1, signal: KILL } } }]',
      '2:42: an answer ends by exit or by signal, not by both',
    ],
    ['hooks: [{ do: { mock: [{ stdot: a }] } }]', '2:26: unknown key "stdot" in mock; did you mean stdout?'],
    ['hooks: [{ do: { mock: { stdout: { base64: "&" } } } }]', '2:43: base64 is "&", which is not base64'],
    [
      'hooks: [{ do: { mock: { stdout: a, chunks: [] } } }]',
      '2:44: chunks stand in place of stdout and stderr: say all of it in chunks',
    ],
    [
      'hooks: [{ do: { rewrite: { stream: stdout, txt: a, with: b } } }]',
      '2:44: unknown key "txt" in rewrite; did you mean text?',
    ],
    [
      'hooks: [{ do: { rewrite: { stream: stdout, with: b } } }]',
      '2:26: rewrite lacks one of text, pattern, csv or json',
    ],
    [
      'hooks: [{ do: { rewrite: { stream: stdout, text: a, pattern: a, with: b } } }]',
      '2:26: text and pattern do not go together: rewrite has one of them',
    ],
    [
      'hooks: [{ do: { rewrite: { stream: out, text: a, with: b } } }]',
      '2:36: stream does not know "out" (stdout, stderr)',
    ],
    [
      'hooks: [{ do: { rewrite: { stream: stdout, json: a.b, with: b } } }]',
      /^2:50: "a\.b" is no JSON Pointer; /,
    ],
    [
      'hooks: [{ do: { fault: { latncy: 1s } } }]',
      '2:26: unknown key "latncy" in fault; did you mean latency?',
    ],
    [
      'hooks: [{ do: { fault: { latency: 1 week } } }]',
      '2:35: "1 week" is no duration; write 250ms, 2s or 1.5m',
    ],
    [
      'hooks: [{ do: { fault: { latency: { unifrm: [1s, 2s] } } } }]',
      '2:37: unknown key "unifrm" in distribution; did you mean uniform?',
    ],
    ['hooks: [{ do: { fault: { trickle: fast } } }]', /^2:35: "fast" is no rate; /],
    [
      'hooks: [{ do: { fault: { corrupt: { stream: stdout, chance: 2 } } } }]',
      '2:61: chance must be at most 1, not 2',
    ],
    ['hooks: [{ do: { fault: { hang: long } } }]', '2:32: hang must be true or a map, not text'],
    // what cannot be
    [
      'hooks: [{ do: [{ mock: {} }, { log: a }] }]',
      '2:15: this has an action behind the one that answers; put what answers last',
    ],
    ['hooks: [{ when: after, do: { mock: {} } }]', /^2:28: this answers when an answer is there already; /],
    [
      'transforms: [{ name: t, do: { mock: {} } }]',
      /^2:29: hook "t" answers when an answer is there already; /,
    ],
    ['transforms: [{ when: before, do: { log: a } }]', '2:22: when does not know "before" (after)'],
    [
      'hooks: [{ name: a, do: { log: a } }, { name: a, do: { log: a } }]',
      '2:46: there is a hook named "a" already',
    ],
    ['redactors: [{ name: a, pattern: a }, { name: a, pattern: b }]', '2:46: there is one named "a" already'],
    [
      'redactors: [{ name: A b, pattern: a }]',
      '2:21: name is "A b", which is not a word of small letters, digits and -',
    ],
    // patterns
    [
      "matching: { volatile: ['(a)\\1'] }",
      /^2:24: pattern .* uses the back-reference \\1, which cannot run in linear time; /,
    ],
    [
      "hooks: [{ match: { args: [{ pattern: '(?=a)b' }] }, do: { log: a } }]",
      /^2:38: pattern .* uses look-around/,
    ],
    ["redactors: [{ name: a, pattern: '[' }]", /^2:33: pattern "\[" is not a regular expression/],
    [
      "redactors: [{ name: a, pattern: 'BEGIN(.|\\n)*END' }]",
      /^2:33: pattern .* has the end of a line in it, .*, "lines: { from: …, until: … }" is for a secret of several/,
    ],
    [
      "redactors: [{ name: a, lines: { from: 'a\\x0a', until: '[^\\n]' } }]",
      /^2:39: pattern .* has the end of a line/,
    ],
    ["redactors: [{ name: a, lines: { from: 'a' } }]", '2:31: until is missing'],
    [
      'redactors: [{ name: a, pattern: b, lines: { from: a, until: b } }]',
      '2:13: pattern and lines do not go together: redactor has one of them',
    ],
    // files and programs
    [
      'hooks: [{ do: { mock: { stdout: { file: none.txt } } } }]',
      /^2:41: none\.txt cannot be read: .*; name a file beside the manifest$/,
    ],
    [
      'hooks: [{ do: { mock: { chunks: [{ stderr: { file: /etc/passwd } }] } } }]',
      /^2:52: \/etc\/passwd lies outside the manifest's folder; /,
    ],
    ['hooks: [{ do: { mock: { stdout: { file: ../x } } } }]', /^2:41: \.\.\/x (lies outside|cannot be read)/],
    ['hooks: [{ do: { run: { argv: [./notes.sh] } } }]', /^2:31: notes\.sh is no program that can be run; /],
    // YAML
    ['hooks: [', /^2:9: this is not well-formed YAML: /],
    ['hooks: &a [*a]', '2:12: this is an alias of what it is in'],
    ['---\nversion: 1', '2:1: a second document begins here: one is all there may be'],
    ['seed: !number 3', /^2:7: this is not well-formed YAML: Unresolved tag/],
  ])('%s', async (lines, told) => {
    const [first, ...more] = await wrongWith(lines);
    if (typeof told === 'string') expect(first).toBe(told);
    else expect(first).toMatch(told);
    expect(more).toEqual([]);
  });

  it('lets through whatever is beside it, links in the folder too, and programs that are there', async () => {
    const folder = await folderOf({
      'sub/text.txt': 'text',
      'run.sh': '#!/bin/sh\n',
      'm.yaml':
        'version: 1\nhooks:\n- { do: { mock: { stdout: { file: sub/text.txt } } } }\n- { do: { run: { argv: [./run.sh] } } }\n',
    });
    await chmod(join(folder, 'run.sh'), 0o700);
    const { files } = await loadManifest(join(folder, 'm.yaml'));
    expect(files[0]?.spec.hooks).toHaveLength(2);
  });
});
