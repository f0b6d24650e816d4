import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Deck } from '../../src/running-deck.ts';
import { upstreamOf } from '../clients/decks.ts';
import { LeftOver } from '../support/left-over.ts';
import { needs } from '../support/needs.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';
import { enter, exec, received } from './client.ts';
import { openRecording } from './decks.ts';
import { startJumpServer } from './jump-server.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

/** A guest who has asked for an execution, and what tells that it never ran. */
async function asks(
  deck: Deck,
  command: string,
): Promise<{ left: Promise<void>; refused: Promise<unknown> }> {
  const [ready] = deck.ready.ssh;
  if (ready === undefined) throw new Error('the deck has no door');
  const guest = await enter(ready);
  const refused = exec(guest, command).then(
    () => 'it runs',
    () => 'refused',
  );
  return { left: guest.left, refused };
}

/** How the host is reached, from files that stay when it goes. */
function kept(sshd: Sshd, moreKnown = ''): ReturnType<typeof upstreamOf> {
  const [identity, knownHosts] = [folder.file('key'), folder.file('known_hosts')];
  copyFileSync(sshd.identity, identity);
  writeFileSync(knownHosts, readFileSync(sshd.knownHosts, 'utf8') + moreKnown);
  return upstreamOf({ url: sshd.url, identity, knownHosts });
}

/** A config that reaches every host by way of this one. */
function throughJump({ port, user, identity }: Pick<Sshd, 'port' | 'user' | 'identity'>): string {
  const config = folder.file('config');
  const jump = [
    'Host jump',
    'HostName 127.0.0.1',
    `Port ${port}`,
    `User ${user}`,
    `IdentityFile ${identity}`,
  ];
  writeFileSync(config, [...jump, 'Host 127.0.0.1', 'ProxyJump jump', ''].join('\n'));
  return config;
}

/** Accepts connections, and says nothing on them. */
async function silentServer(
  port: number,
): Promise<{ server: Server; next: Promise<Socket> } & AsyncDisposable> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined).resume()));
  const next = once(server, 'connection').then(([socket]) => socket as Socket);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    server,
    next,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

needs('sshd', 'ssh-keygen')('nothing is left over of a deck disposed', () => {
  it('while an execution waits for the only session', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, { ...upstreamOf(sshd), connections: 1 });
    const guest = await enter(deck.ready.ssh[0]!);
    await received(await exec(guest, commands.ask), 1);
    const waiting = await asks(deck, commands.greet);
    await deck[Symbol.asyncDispose]();
    expect(await waiting.refused).toBe('refused');
    await Promise.all([guest.left, waiting.left, host.ended]);
    expect(await leftOver.lines()).toEqual([]);
    await expect.poll(() => sshd.sessions()).toEqual([]);
  });

  it('while it connects anew to a host that accepts and says nothing', async () => {
    await using sshd = await startSshd();
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, kept(sshd));
    await sshd.stop();
    {
      await using silent = await silentServer(sshd.port);
      const waiting = await asks(deck, commands.greet);
      const accepted = await silent.next;
      const ended = once(accepted, 'end');
      await deck[Symbol.asyncDispose]();
      await ended;
      expect(await waiting.refused).toBe('refused');
      await waiting.left;
      host[Symbol.dispose]();
    }
    expect(await leftOver.lines()).toEqual([]);
  });

  it('while a jump host connects it anew to a host that says nothing', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    using leftOver = new LeftOver();
    const upstream = { ...kept(sshd, readFileSync(jump.knownHosts, 'utf8')), sshConfig: throughJump(jump) };
    const { deck, commands, host } = await openRecording(folder, upstream);
    await sshd.stop();
    {
      await using silent = await silentServer(sshd.port);
      const waiting = await asks(deck, commands.greet);
      const accepted = await silent.next;
      const ended = once(accepted, 'end');
      await deck[Symbol.asyncDispose]();
      await ended;
      expect(await waiting.refused).toBe('refused');
      await waiting.left;
      host[Symbol.dispose]();
    }
    expect(await leftOver.lines()).toEqual([]);
    await expect.poll(() => jump.sessions()).toEqual([]);
  });

  it('while a jump host does not say whether it reaches the host', async () => {
    await using jump = await startJumpServer();
    await using sshd = await startSshd();
    using leftOver = new LeftOver();
    const upstream = { ...kept(sshd, jump.knownHosts), sshConfig: throughJump({ ...sshd, port: jump.port }) };
    const { deck, commands, host } = await openRecording(folder, upstream);
    await sshd.killSessions();
    const waiting = await asks(deck, commands.greet);
    await jump.asked;
    await deck[Symbol.asyncDispose]();
    expect(await waiting.refused).toBe('refused');
    await Promise.all([waiting.left, jump.left()]);
    host[Symbol.dispose]();
    expect(await leftOver.lines()).toEqual([]);
  });

  it('while it kills by pid what was cancelled', async () => {
    await using sshd = await startSshd();
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, { ...upstreamOf(sshd), cancel: 'pid' });
    const guest = await enter(deck.ready.ssh[0]!);
    const channel = await exec(guest, commands.ask);
    await received(channel, 1);
    channel.close();
    await Promise.all([deck[Symbol.asyncDispose](), guest.left, host.ended]);
    expect(await leftOver.lines()).toEqual([]);
    await expect.poll(() => sshd.sessions()).toEqual([]);
  });
});
