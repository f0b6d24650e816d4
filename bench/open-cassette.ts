import { CassetteFile } from '../src/cassette/file.ts';
import { keyOf } from '../src/key.ts';
import { LineUp } from '../replayer/line-up.ts';
import { replayRules } from '../replayer/options.ts';
import { Recordings } from '../replayer/recordings.ts';
import type { Opened } from './cassette-size.ts';
import { percentile } from './samples.ts';

// Opens and indexes one cassette, finds recordings in it from argv to verified head, and tells what it took.
const [path = '', count = '0'] = process.argv.slice(2);
const LOOK_UPS = 20_000;

const before = settledMemory();
const begun = performance.now();
using file = CassetteFile.open(path);
const recordings = new Recordings(new LineUp([file]), replayRules({}));
const open = performance.now() - begun;
const bytes = settledMemory() - before;

const times: number[] = [];
for (let i = 0; i < LOOK_UPS; i++) {
  const number = (i * 7919) % Number(count);
  const asked = { kind: 'string', command: Buffer.from(`esxcli network nic get -n vmnic${number}`) } as const;
  const start = performance.now();
  const [found] = recordings.withKey(keyOf({ asked, tty: undefined, slots: [] }));
  times.push(performance.now() - start);
  if (found !== number) throw new Error(`found ${found} instead of ${number}`);
}
const warm = times.slice(LOOK_UPS / 4);
const opened: Opened = { open, bytes, p50: percentile(warm, 0.5), p99: percentile(warm, 0.99) };
console.log(JSON.stringify(opened));

function settledMemory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
