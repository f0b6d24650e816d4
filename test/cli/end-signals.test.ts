import { expect, test } from 'vitest';
import { catchEndSignals } from '../../src/cli/end-signals.ts';
import { FakeProcess } from './fake-process.ts';

test('a signal goes to whoever is in charge', () => {
  const process = new FakeProcess();
  using signals = catchEndSignals(process);
  const seen: string[] = [];
  {
    using _ = signals.handTo((signal) => seen.push(`first ${signal}`));
    process.emit('SIGINT', 'SIGINT');
  }
  using _ = signals.handTo((signal) => seen.push(`second ${signal}`));
  process.emit('SIGTERM', 'SIGTERM');
  expect(seen).toEqual(['first SIGINT', 'second SIGTERM']);
});

test('a signal that comes while nobody is in charge waits', () => {
  const process = new FakeProcess();
  using signals = catchEndSignals(process);
  process.emit('SIGHUP', 'SIGHUP');
  const seen: string[] = [];
  using _ = signals.handTo((signal) => seen.push(signal));
  expect(seen).toEqual(['SIGHUP']);
});

test('disposal leaves no listener behind', () => {
  const process = new FakeProcess();
  catchEndSignals(process)[Symbol.dispose]();
  expect(process.eventNames()).toEqual([]);
});
