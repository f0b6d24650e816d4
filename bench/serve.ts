import { once } from 'node:events';
import { type DeckOptions, openDeck } from '../src/index.ts';
import type { Served } from './deck-process.ts';

// A deck in a process of its own, as sshd is one: opened with the options given as JSON, it tells on stdout how
// it is reached, and ends when its stdin does.
const options = JSON.parse(process.argv[2] ?? '{}') as DeckOptions;
await using deck = await openDeck({ ...options, ssh: [{}] });
const [door] = deck.ready.ssh;
if (!door?.privateKey) throw new Error('the deck has no SSH door');
const { host, port, user: username, privateKey, hostKey } = door;
const { knownHosts } = hostKey;
const served: Served = { login: { host, port, username, privateKey }, knownHosts, shim: deck.ready.shim };
console.log(JSON.stringify(served));
process.stdin.resume();
await once(process.stdin, 'end');
