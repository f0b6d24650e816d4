// @ts-check
// A thread of its own that sees when the cases of a fuzzer do not go on. JavaScript, so that it can be loaded
// from the sources too.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { name, seed, cases, long } = /** @type {import('./no-end.ts').Watched} */ (workerData);

for (;;) {
  const begun = Atomics.load(cases, 0);
  if (Atomics.wait(cases, 0, begun, long) !== 'timed-out' || begun === 0) continue;
  const caseNumber = Atomics.load(cases, 1);
  writeSync(
    2,
    `${name}: FOUND that case ${caseNumber}, seed ${seed}, runs in circles for ${long / 1000} s\n`,
  );
  writeSync(2, `  again: npm run fuzz -- ${name} --seed ${seed} --case ${caseNumber}\n`);
  process.kill(process.pid, 'SIGKILL');
}
