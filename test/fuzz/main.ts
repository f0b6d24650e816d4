import { cassette } from './cassette.ts';
import { control } from './control.ts';
import { fuzz } from './fuzz.ts';
import type { Fuzzer } from './fuzzer.ts';
import { loads } from './load.ts';
import { shim } from './shim.ts';
import { shimDoors } from './shim-door.ts';
import { sshHandshake } from './ssh-handshake.ts';
import { sshAfterLogin, sshBeforeLogin } from './ssh-packets.ts';
import { stdin } from './stdin.ts';
import { window } from './window.ts';

// npm run fuzz -- [NAME …] [--for 10m] [--seed 7] [--case 41]. Without a name, all of them.

const FUZZERS: readonly Fuzzer[] = [
  cassette,
  stdin,
  window,
  sshHandshake,
  sshBeforeLogin,
  sshAfterLogin('replay'),
  sshAfterLogin('record'),
  shim,
  ...shimDoors,
  control,
  ...loads,
];

const enough = new AbortController();
process.once('SIGINT', () => enough.abort());
process.exitCode = await fuzz(process.argv.slice(2), FUZZERS, {
  line: (text) => console.log(text),
  progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`)),
  enough: enough.signal,
});
