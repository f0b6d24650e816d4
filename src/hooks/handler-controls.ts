import { Inbox } from '../doors/inbox.ts';
import { joinControls } from '../doors/join-controls.ts';
import type { ControlEvent } from '../event.ts';

/** Signals and resizes of a client, which come to everybody who listens; listened to only where somebody does. */
export class SharedControls implements AsyncIterable<ControlEvent> {
  readonly #source: () => AsyncIterable<ControlEvent>;
  readonly #listeners = new Set<(event: ControlEvent) => void>();
  readonly #inboxes = new Set<Inbox<ControlEvent>>();
  #iterator: AsyncIterator<ControlEvent> | undefined;
  #ended = false;

  constructor(source: () => AsyncIterable<ControlEvent>) {
    this.#source = source;
  }

  get isDrawn(): boolean {
    return this.#iterator !== undefined;
  }

  on(listener: (event: ControlEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#listen();
    return () => void this.#listeners.delete(listener);
  }

  [Symbol.asyncIterator](): AsyncIterator<ControlEvent, undefined> {
    const inbox = new Inbox<ControlEvent>(joinControls);
    if (this.#ended) inbox.end();
    this.#inboxes.add(inbox);
    this.#listen();
    return {
      next: () => inbox.next(),
      return: () => {
        this.#inboxes.delete(inbox);
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  /** The client's are listened to no more. */
  end(): void {
    this.#ended = true;
    this.#listeners.clear();
    for (const inbox of this.#inboxes) inbox.end();
    // Where its reader waits, it may not be told before the next comes.
    void this.#iterator?.return?.();
  }

  #listen(): void {
    if (this.#iterator || this.#ended) return;
    this.#iterator = this.#source()[Symbol.asyncIterator]();
    void this.#pump(this.#iterator);
  }

  async #pump(controls: AsyncIterator<ControlEvent>): Promise<void> {
    for (let step = await controls.next(); !step.done; step = await controls.next()) {
      for (const inbox of this.#inboxes) inbox.push(step.value);
      for (const listener of this.#listeners) listener(step.value);
    }
    this.#ended = true;
    for (const inbox of this.#inboxes) inbox.end();
  }
}
