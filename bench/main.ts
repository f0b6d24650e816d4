import { cassetteSize } from './cassette-size.ts';
import { compare } from './compare.ts';
import { connections } from './connections.ts';
import { execLatency } from './exec-latency.ts';
import { hooks } from './hooks.ts';
import { image } from './image.ts';
import { profile } from './profile.ts';
import { profileCoverage } from './profile-coverage.ts';
import { imageOrigins } from './image-origins.ts';
import { recordLatency } from './record-latency.ts';
import { redact } from './redact.ts';
import { report } from './report.ts';
import { shim } from './shim.ts';
import { throughput } from './throughput.ts';
import { verify } from './verify.ts';

/** One script a figure, each by its name: `npm run bench -- exec-latency`. Without a name, all of them. */
const BENCHES: Record<string, () => Promise<void>> = {
  'exec-latency': execLatency,
  'record-latency': recordLatency,
  'cassette-size': cassetteSize,
  throughput,
  connections,
  shim,
  hooks,
  image,
  'image-origins': imageOrigins,
  compare,
  redact,
  verify,
  report,
  profile,
  'profile-coverage': profileCoverage,
};

const wanted = process.argv.slice(2);
const isHelp = wanted.some((word) => word === '--help' || word === '-h');
const unknown = wanted.filter((name) => !(name in BENCHES));
if (isHelp) {
  console.log(`npm run bench -- [NAME …]: all of them, or ${Object.keys(BENCHES).join(', ')}`);
} else if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length === 0 || wanted.includes(name)) await bench();
  }
}
