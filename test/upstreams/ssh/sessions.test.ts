import { expect, it } from 'vitest';
import type { Channel, ChannelMessage, OnChannelMessage } from '../../../src/ssh/channel.ts';
import { ChannelOpenFailure, ConnectionLost } from '../../../src/ssh/connection.ts';
import type { SshConnection } from '../../../src/upstreams/ssh/connect.ts';
import { Sessions, type SessionLimits } from '../../../src/upstreams/ssh/sessions.ts';
import type { Applicant } from '../../../src/upstreams/ssh/ticket.ts';

/** A host that counts: what was opened, what was refused, and in which order. */
class FakeHost {
  connections = 0;
  closed = 0;
  refused = 0;
  /** Applicants in the order they got a session. */
  readonly served: string[] = [];
  /** How many sessions a connection may have. */
  limit: number;
  /** Opens that are to fail as if the connection died, on the connection of that number. */
  readonly dies = new Set<number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  readonly connect = (): Promise<SshConnection> => {
    const number = ++this.connections;
    const open = new Set<OnChannelMessage>();
    let lost: string | undefined;
    const openSession = (onMessage: OnChannelMessage): Promise<Channel> => {
      if (lost !== undefined || this.dies.has(number)) {
        lost = 'it died';
        return Promise.reject(new ConnectionLost(lost));
      }
      if (open.size >= this.limit) {
        this.refused++;
        return Promise.reject(new ChannelOpenFailure(1, 'open failed'));
      }
      open.add(onMessage);
      return Promise.resolve({
        close: () => {
          open.delete(onMessage);
          onMessage({ type: 'close' });
        },
      } as Channel);
    };
    const connection = {
      hostKey: '',
      server: '',
      channels: {
        openSession,
        get lost() {
          return lost;
        },
      },
      [Symbol.asyncDispose]: () => {
        this.closed++;
        lost ??= 'closed';
        for (const onMessage of open) onMessage({ type: 'lost', reason: lost });
        open.clear();
        return Promise.resolve();
      },
    };
    return Promise.resolve(connection);
  };

  async sessions(limits: Partial<SessionLimits> = {}): Promise<Sessions> {
    return new Sessions(await this.connect(), this.connect, {
      queueTimeout: 60_000,
      connections: 1,
      ...limits,
    });
  }
}

const applicant = (more: Partial<Applicant> = {}): Applicant => ({
  onMessage: (_: ChannelMessage) => undefined,
  isBlocked: () => false,
  ...more,
});

it('measures the limit with few refusals, keeps to it, and serves in the order they came', async () => {
  const host = new FakeHost(3);
  await using sessions = await host.sessions();
  const all = Array.from({ length: 30 }, async (_, i) => {
    const channel = await sessions.open(applicant());
    host.served.push(String(i));
    await new Promise((resolve) => setImmediate(resolve));
    channel.close();
  });
  await Promise.all(all);
  expect(host.served).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
  expect(host.refused).toBeLessThanOrEqual(3);
  expect(host.connections).toBe(1);
});

it('serves urgent ones first, over a connection of their own if need be', async () => {
  const host = new FakeHost(1);
  await using sessions = await host.sessions({ connections: 2 });
  const first = await sessions.open(applicant());
  const waiting = sessions.open(applicant()).then((channel) => {
    host.served.push('waiting');
    return channel;
  });
  const urgent = sessions.open(applicant({ urgent: true })).then((channel) => {
    host.served.push('urgent');
    return channel;
  });
  (await urgent).close();
  expect(host.connections).toBe(2);
  first.close();
  (await waiting).close();
  expect(host.served).toEqual(['urgent', 'waiting']);
});

it('opens no other connection while one of the sessions is at work', async () => {
  const host = new FakeHost(2);
  await using sessions = await host.sessions({ connections: 2, queueTimeout: 1_500 });
  await sessions.open(applicant({ isBlocked: () => true }));
  await sessions.open(applicant({ isBlocked: () => false }));
  await expect(sessions.open(applicant())).rejects.toThrow(
    'no session within 1.5 s (the server opens no more: open failed)',
  );
  expect(host.connections).toBe(1);
});

it.each([
  [
    'wait for their clients',
    true,
    /\(.*\); what runs there waits .*; try: --upstream-connections with more$/,
  ],
  ['are at work', false, /\(the server opens no more: open failed\)$/],
])('says what to try where sessions %s until the queue timeout', async (_what, isBlocked, message) => {
  const host = new FakeHost(1);
  await using sessions = await host.sessions({ connections: 1, queueTimeout: 200 });
  await sessions.open(applicant({ isBlocked: () => isBlocked }));
  await expect(sessions.open(applicant())).rejects.toThrow(message);
});

it('goes to a new connection with an open that the old one did not answer', async () => {
  const host = new FakeHost(1);
  host.dies.add(1);
  await using sessions = await host.sessions();
  (await sessions.open(applicant())).close();
  expect([host.connections, host.closed]).toEqual([2, 1]);
});

it('makes no connections in quick succession to a host that drops them all', async () => {
  const host = new FakeHost(1);
  for (let i = 1; i < 100; i++) host.dies.add(i);
  await using sessions = await host.sessions({ queueTimeout: 2_500 });
  await expect(sessions.open(applicant())).rejects.toThrow('no session within');
  expect(host.connections).toBeLessThanOrEqual(4);
});

it('fails those who wait with the reason why there is no connection', async () => {
  const host = new FakeHost(1);
  host.dies.add(1);
  await using sessions = new Sessions(await host.connect(), () => Promise.reject(new Error('no route')), {
    queueTimeout: 60_000,
    connections: 1,
  });
  const all = await Promise.allSettled([sessions.open(applicant()), sessions.open(applicant())]);
  expect(all.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
    'NeverStarted: no route',
    'NeverStarted: no route',
  ]);
});

it('lets go of everybody and everything when it is closed', async () => {
  const host = new FakeHost(1);
  const sessions = await host.sessions();
  await sessions.open(applicant());
  const waiting = sessions.open(applicant());
  await Promise.all([
    expect(waiting).rejects.toThrow('the deck is closing'),
    sessions[Symbol.asyncDispose](),
  ]);
  await expect(sessions.open(applicant())).rejects.toThrow('the deck is closing');
  expect(host.closed).toBe(1);
});

it('refuses who has given up before, also while others wait', async () => {
  const host = new FakeHost(1);
  const sessions = await host.sessions();
  await sessions.open(applicant());
  const waiting = sessions.open(applicant());
  await expect(sessions.open(applicant({ signal: AbortSignal.abort() }))).rejects.toThrow(
    'cancelled before it started',
  );
  await Promise.all([
    expect(waiting).rejects.toThrow('the deck is closing'),
    sessions[Symbol.asyncDispose](),
  ]);
});

it('gives up at once where the server knows no sessions at all', async () => {
  const host = new FakeHost(1);
  const connection = await host.connect();
  const channels = { lost: undefined, openSession: () => Promise.reject(new ChannelOpenFailure(3, 'what?')) };
  await using sessions = new Sessions({ ...connection, channels }, host.connect, {
    queueTimeout: 60_000,
    connections: 1,
  });
  await expect(sessions.open(applicant())).rejects.toThrow('the server has no sessions');
});
