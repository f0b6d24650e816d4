import type { Channel } from '../../ssh/channel.ts';
import type { ChannelOpen } from '../../ssh/connection.ts';
import { ShimConnection, type ShimContext } from '../shim/connection.ts';
import { DEFAULT_SHIM_LIMITS } from '../shim/limits.ts';
import type { Wire } from '../shim/wire.ts';
import type { Login } from './login.ts';

/** The one path that a client may forward to: `ssh -N -L /run/tapehead.sock:/run/tapehead.sock`. */
export const SHIM_SOCKET = '/run/tapehead.sock';

/**
 * Serves a shim on a distant machine, whose socket the client forwards. Its origin is the login's, whatever it
 * declares. What passes through runs where the shim is, and nothing of it here.
 *
 * @returns resolved when the channel is closed on both sides, or lost
 */
export function serveShim(
  open: ChannelOpen,
  { login, ...context }: Pick<ShimContext, 'answer' | 'env' | 'log' | 'onExecution'> & { login: Login },
): Promise<void> {
  const { helloTime } = DEFAULT_SHIM_LIMITS;
  let shim: ShimConnection | undefined;
  let tooLate: NodeJS.Timeout | undefined;
  return new Promise((resolve) => {
    const channel: Channel = open.accept((message) => {
      switch (message.type) {
        case 'data':
          channel.consumed(message.bytes.length); // how much may come, the shim's own credit says
          return shim?.onBytes(message.bytes);
        case 'eof':
          return channel.close(); // a shim closes its socket as a whole
        case 'request':
          return message.reply(false);
        case 'close':
        case 'lost':
          clearTimeout(tooLate);
          shim?.onGone();
          return resolve();
      }
    });
    const origin = { name: login.origin, fixed: true };
    shim = new ShimConnection(channelWire(channel), {
      ...context,
      origin,
      user: login.user,
      deck: undefined,
    });
    tooLate = setTimeout(() => shim?.cutUnlessKnown(helloTime), helloTime);
  });
}

const channelWire = (channel: Channel): Wire => ({
  async write(bytes, behind) {
    const written = channel.write(bytes);
    if (behind) await channel.write(behind);
    await written;
  },
  end: () => channel.eof(),
  cut: () => channel.close(),
});
