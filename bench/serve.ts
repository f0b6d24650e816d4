import { once } from 'node:events';
import { openDeck } from '../src/index.ts';

// A deck in a process of its own, as sshd is one: plays the cassettes named, tells on stdout how to log in,
// and ends when its stdin does.
await using deck = await openDeck({ mode: 'none', cassettes: process.argv.slice(2), ssh: [{}] });
const [door] = deck.ready.ssh;
console.log(
  JSON.stringify({ host: door?.host, port: door?.port, username: door?.user, privateKey: door?.privateKey }),
);
process.stdin.resume();
await once(process.stdin, 'end');
