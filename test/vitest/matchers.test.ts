import { describe, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import { expect } from '../../src/vitest.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';

async function asked(...commands: readonly string[]): Promise<Deck> {
  const deck = await openDeck({
    mode: 'none',
    hooks: [{ name: 'up', match: { target: 'esxcli' }, do: { mock: { stdout: 'Up\n' } } }],
  });
  for (const command of commands) await deck.answer(invocation(command), new TestClient().eof());
  return deck;
}

describe('expect(deck)', () => {
  it('has executed what was asked of it, by command name or match', async () => {
    await using deck = await asked('esxcli network nic list');
    expect(deck).toHaveExecuted();
    expect(deck).toHaveExecuted('esxcli');
    expect(deck).toHaveExecuted({ target: 'esxcli', args: ['network', '**'] });
    expect(deck).not.toHaveExecuted('uname');
    expect(() => expect(deck).toHaveExecuted('uname')).toThrow(/expected uname to be executed, but 1 call/);
  });

  it('has executed it so many times', async () => {
    await using deck = await asked('esxcli a', 'esxcli b');
    expect(deck).toHaveExecutedTimes('esxcli', 2);
    expect(deck).toHaveExecutedTimes('uname', 0);
    expect(() => expect(deck).not.toHaveExecutedTimes('esxcli', 2)).toThrow(/not to be executed 2 times/);
    expect(() => expect(deck).toHaveExecutedTimes('esxcli', 1)).toThrow(/executed 1 time, but it was 2/);
  });

  it('has answered from somewhere', async () => {
    await using deck = await asked('esxcli a', 'uname');
    expect(deck).toHaveAnsweredFrom('hook');
    expect(deck).toHaveAnsweredFrom('miss', 'uname');
    expect(deck).not.toHaveAnsweredFrom('hook', 'uname');
    expect(await deck.waitForCall('esxcli')).toHaveAnsweredFrom('hook');
    expect(() => expect(deck).toHaveAnsweredFrom('cassette', 'esxcli')).toThrow(
      /expected esxcli to be answered from cassette, but 1 call was asked:\n {2}1\. esxcli a: exited 0, from hook up/,
    );
  });

  it('says that nothing was asked', async () => {
    await using deck = await asked();
    expect(() => expect(deck).toHaveExecuted('esxcli')).toThrow(
      'expected esxcli to be executed, but nothing was asked',
    );
  });

  it('is for decks and calls alone', () => {
    const unused = (): void => {
      // @ts-expect-error -- no deck
      expect(3).toHaveExecuted('esxcli');
      // @ts-expect-error -- neither a deck nor a call
      expect('esxcli').toHaveAnsweredFrom('hook');
    };
    expect(unused).toThrow('calls');
  });
});
