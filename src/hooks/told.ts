import { Inbox } from '../doors/inbox.ts';
import { joinControls } from '../doors/join-controls.ts';
import type { ControlEvent, OutputEvent } from '../event.ts';
import { lost, type Outcome } from '../outcome.ts';
import { PassedOn } from './passed-on.ts';

/** The client beneath all hooks: notes which outcome it is told, and lets any number of them hear its signals. */
export class Told extends PassedOn {
  /** What the client was told; undefined as long as it was told none. */
  outcome: Outcome | undefined;
  readonly #listeners = new Set<Inbox<ControlEvent>>();
  #isListening = false;

  override get controls(): AsyncIterable<ControlEvent> {
    return { [Symbol.asyncIterator]: () => this.#listen() };
  }

  override get drop(): (() => void) | undefined {
    const { client } = this;
    return (
      client.drop &&
      (() => {
        this.outcome ??= lost('the connection was dropped by a fault');
        client.drop?.();
      })
    );
  }

  override send(event: OutputEvent): Promise<void> {
    if (event.type === 'outcome') this.outcome ??= event.outcome;
    return this.client.send(event);
  }

  #listen(): AsyncIterator<ControlEvent, undefined> {
    const inbox = new Inbox(joinControls);
    this.#listeners.add(inbox);
    if (!this.#isListening) void this.#hear();
    return {
      next: () => inbox.next(),
      return: () => {
        this.#listeners.delete(inbox);
        inbox.cut();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  async #hear(): Promise<void> {
    this.#isListening = true;
    for await (const event of this.client.controls) {
      for (const listener of this.#listeners) listener.push(event);
    }
    for (const listener of this.#listeners) listener.end();
  }
}
