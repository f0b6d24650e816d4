/** What came for one channel, in order. `length` in bytes. */
export type WireItem = { type: 'stdout' | 'stderr'; length: number } | { type: 'eof' | 'exit' | 'close' };

/**
 * The order of what came for each channel of an ssh2 client, read from its debug log: its streams give each
 * its own bytes, and lose the order between them, the EOF and the exit status.
 */
export class Wire {
  readonly #channels = new Map<number, WireItem[]>();

  /** One line of the log. */
  read(line: string): void {
    const [, message, channel, detail = ''] =
      /^Inbound: CHANNEL_(\w+) \(r:(\d+)(?:, (.*))?\)/.exec(line) ?? [];
    if (message === undefined) return;
    // A number is used again, and then means another channel.
    if (message === 'OPEN_CONFIRMATION') this.#channels.set(Number(channel), []);
    const item = itemOf(message, detail);
    if (item !== undefined) this.itemsOf(Number(channel)).push(item);
  }

  /** Grows as long as the channel is open. */
  itemsOf(channel: number): WireItem[] {
    const items = this.#channels.get(channel);
    if (items === undefined) throw new Error(`ssh2's debug log said nothing of channel ${channel}`);
    return items;
  }
}

function itemOf(message: string, detail: string): WireItem | undefined {
  switch (message) {
    case 'DATA':
      return { type: 'stdout', length: Number(detail) };
    case 'EXTENDED_DATA':
      return { type: 'stderr', length: Number(detail) };
    case 'REQUEST':
      return detail.startsWith('exit-') ? { type: 'exit' } : undefined;
    case 'EOF':
      return { type: 'eof' };
    case 'CLOSE':
      return { type: 'close' };
    default:
      return undefined;
  }
}
