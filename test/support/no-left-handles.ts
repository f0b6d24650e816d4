import { afterAll } from 'vitest';

// What a test file opened and did not close: a server, a socket, a child process, a watcher. vitest would end the worker
// over it and nobody would learn of the leak. Timers are not counted, vitest has its own.
const kinds = new Set([
  'TCPServerWrap',
  'TCPSocketWrap',
  'PipeWrap',
  'ProcessWrap',
  'UDPWRAP',
  'FSEventWrap',
  'StatWatcher',
]);
const patience = 5_000; // ms: closing is asynchronous, and a killed child takes a moment to be reaped

const before = counts();

// Registered before every other hook, so it runs after all of them.
afterAll(async () => {
  const deadline = Date.now() + patience;
  while (leftOver().length > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const left = leftOver();
  if (left.length > 0) throw new Error(`the test file left open: ${left.join(', ')}`);
}, 2 * patience);

function leftOver(): string[] {
  return [...counts()]
    .map(([kind, count]) => ({ kind, more: count - (before.get(kind) ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ kind, more }) => `${more} ${kind}`);
}

function counts(): Map<string, number> {
  const found = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (kinds.has(kind)) found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  return found;
}
