import { Finding } from './fuzzer.ts';

/** Well above what any honest machine takes, below the 60 s of a case, and far below the door's own 120 s. */
const PATIENCE = 30_000;

/** @throws Finding `what` if that never comes */
export async function within(event: Promise<unknown>, what: string, input: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Finding(what, input)), PATIENCE);
  });
  try {
    await Promise.race([event, late]);
  } finally {
    clearTimeout(timer);
  }
}
