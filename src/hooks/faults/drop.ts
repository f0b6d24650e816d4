import { lost } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { UpTo } from './up-to.ts';

/** A client whose connection breaks after so many bytes. */
export class Dropped extends UpTo {
  readonly #door: Stdio;

  /** `door`: the client as it came, beneath all that shapes what it is told. */
  constructor(client: Stdio, after: number, door: Stdio) {
    super(client, after);
    this.#door = door;
  }

  protected async reached(): Promise<void> {
    if (this.#door.drop) this.#door.drop();
    else await this.#door.send({ type: 'outcome', outcome: lost('a fault dropped the connection') });
    this.cut();
  }

  protected afterwards(): Promise<void> {
    return Promise.resolve();
  }
}
