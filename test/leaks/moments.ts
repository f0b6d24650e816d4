import { once } from 'node:events';
import type { Socket } from 'node:net';
import {
  answered,
  enter,
  exec,
  halfway,
  knock,
  received,
  typed,
  type Entrance,
  type Guest,
} from './client.ts';

/** What a deck is asked in these tests: as a host executes it, or as a cassette has it. */
export interface Commands {
  greet: string;
  /** Prints without end, or more than anybody reads. */
  flood: string;
  /** Says that it is ready, and reads {@link UPLOADED} bytes of stdin. */
  upload: string;
  /** Says that it is ready, and waits for a line of stdin. */
  ask: string;
}

const MIB = 1024 * 1024;

export const UPLOADED = 4 * MIB;

/** To be called when the deck is gone; resolves when this client has seen it. */
type Leaving = () => Promise<void>;

/** Something that a deck is in the midst of. */
export interface Moment {
  name: string;
  /** Whether a process of the host runs then. */
  executes: boolean;
  /** Brings the deck there; gives how those who came see the end. */
  reach(ready: Entrance, commands: Commands): Promise<Leaving[]>;
}

export const moments: Moment[] = [
  {
    name: 'before anybody came',
    executes: false,
    reach: () => Promise.resolve([]),
  },
  {
    name: 'after executions that were answered',
    executes: false,
    async reach(ready, { greet }) {
      const guest = await enter(ready);
      await answered(await exec(guest, greet));
      await Promise.all([0, 1, 2].map(async () => answered(await exec(guest, greet))));
      guest.client.end();
      await guest.left;
      return [];
    },
  },
  {
    name: 'with clients connected that do nothing',
    executes: false,
    async reach(ready, { greet }) {
      const guests = await Promise.all([enter(ready), enter(ready)]);
      await answered(await exec(guests[0], greet));
      return guests.map(
        ({ left }) =>
          () =>
            left,
      );
    },
  },
  {
    name: 'in the midst of stdout that the client reads',
    executes: true,
    async reach(ready, { flood }) {
      const guest = await enter(ready);
      await received(await exec(guest, flood), MIB);
      return [() => guest.left];
    },
  },
  {
    name: 'in the midst of stdout that the client leaves in the channel',
    executes: true,
    async reach(ready, { flood }) {
      const guest = await enter(ready);
      const channel = await exec(guest, flood);
      await once(channel, 'readable');
      return [() => guest.left];
    },
  },
  {
    name: 'in the midst of stdout that the client leaves in the socket',
    executes: true,
    async reach(ready, { flood }) {
      const guest = await enter(ready);
      await received(await exec(guest, flood), 1);
      socketOf(guest).pause();
      return [
        async () => {
          socketOf(guest).resume(); // it does not notice the end of what it does not read
          await guest.left;
        },
      ];
    },
  },
  {
    name: 'in the midst of stdin',
    executes: true,
    async reach(ready, { upload }) {
      const guest = await enter(ready);
      const channel = await exec(guest, upload);
      await received(channel, 1);
      await typed(channel, Buffer.alloc(UPLOADED / 2, 'x'));
      return [() => guest.left];
    },
  },
  {
    name: 'while stdin is waited for',
    executes: true,
    async reach(ready, { ask }) {
      const guest = await enter(ready);
      await received(await exec(guest, ask), 1);
      return [() => guest.left];
    },
  },
  {
    name: 'in a session with a terminal',
    executes: true,
    async reach(ready, { ask }) {
      const guest = await enter(ready);
      const channel = await exec(guest, ask, { pty: true });
      await received(channel, 1);
      channel.setWindow(50, 132, 0, 0);
      return [() => guest.left];
    },
  },
  {
    name: 'while a client cancels',
    executes: true,
    async reach(ready, { flood, ask }) {
      const guests = await Promise.all([enter(ready), enter(ready)]);
      const [flooded, asked] = guests;
      const channels = await Promise.all([exec(flooded, flood), exec(asked, ask)]);
      await Promise.all(channels.map((channel) => received(channel, 1)));
      channels[0].close();
      socketOf(asked).destroy();
      return guests.map(
        ({ left }) =>
          () =>
            left,
      );
    },
  },
  {
    name: 'while clients are half let in',
    executes: false,
    async reach(ready) {
      const asked = knock(ready, { tryKeyboard: true });
      await once(asked.client, 'keyboard-interactive');
      const halves = await Promise.all(
        ['', 'SSH-2.0-half', 'SSH-2.0-whole\r\n'].map((says) => halfway(ready, says)),
      );
      return [asked, ...halves].map(
        ({ left }) =>
          () =>
            left,
      );
    },
  },
];

/** Of a client that is connected. */
const socketOf = ({ client }: Guest): Socket => (client as unknown as { _sock: Socket })._sock;
