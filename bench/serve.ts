import { once } from 'node:events';
import { type DeckOptions, openDeck } from '../src/index.ts';

// A deck in a process of its own, as sshd is one: opened with the options given as JSON, it tells on stdout how
// to log in, and ends when its stdin does.
const options = JSON.parse(process.argv[2] ?? '{}') as DeckOptions;
await using deck = await openDeck({ ...options, ssh: [{}] });
const [door] = deck.ready.ssh;
console.log(
  JSON.stringify({ host: door?.host, port: door?.port, username: door?.user, privateKey: door?.privateKey }),
);
process.stdin.resume();
await once(process.stdin, 'end');
