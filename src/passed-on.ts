import type { ControlEvent, OutputEvent, StdinEvent } from './event.ts';
import type { Stdio } from './stdio.ts';

/** A client, given on as it is: what stands in its way overrides what it changes. */
export class PassedOn implements Stdio {
  protected readonly client: Stdio;

  constructor(client: Stdio) {
    this.client = client;
  }

  get stdin(): AsyncIterable<StdinEvent> {
    return this.client.stdin;
  }

  get controls(): AsyncIterable<ControlEvent> {
    return this.client.controls;
  }

  get gone(): AbortSignal {
    return this.client.gone;
  }

  get isGone(): boolean {
    return this.client.isGone;
  }

  get unread(): AbortSignal | undefined {
    return this.client.unread;
  }

  get drop(): (() => void) | undefined {
    const { client } = this;
    return client.drop && (() => client.drop?.());
  }

  started(): void {
    this.client.started();
  }

  send(event: OutputEvent): Promise<void> {
    return this.client.send(event);
  }
}
