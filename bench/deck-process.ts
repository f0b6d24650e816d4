import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ConnectConfig } from 'ssh2';

/** A deck that plays cassettes in another process, and how ssh2 logs in to it. */
export interface DeckProcess extends AsyncDisposable {
  login: ConnectConfig;
  pid: number;
}

export async function startDeck(cassettes: readonly string[]): Promise<DeckProcess> {
  const script = fileURLToPath(new URL('./serve.js', import.meta.url));
  const child = spawn(process.execPath, [script, ...cassettes], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    login: JSON.parse(line) as ConnectConfig,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
