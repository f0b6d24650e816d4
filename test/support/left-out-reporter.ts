import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import { inCi } from './needs.ts';

/**
 * Closes the run with every test that did not run, and why. No test is skipped silently: one that gives no reason
 * (`needs(…)`, or a note to `skip`) is named as such, and fails the run in CI.
 */
export class LeftOutReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // With `-t` the person at the keyboard left the others out.
    if (this.vitest?.config.testNamePattern !== undefined) return;
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const leftOut = skipped.filter((test) => !isInFailedSuite(test)).map(describeLeftOut);
    for (const line of summarise(leftOut)) this.vitest?.logger.log(line);
    if (inCi(process.env) && leftOut.some((test) => test.reason === undefined)) process.exitCode = 1;
  }
}

export interface LeftOut {
  /** Where the test is: file, then suites. */
  readonly where: string;
  readonly reason: string | undefined;
}

/** One line for the tests left out of one place for one reason. */
export function summarise(leftOut: readonly LeftOut[]): string[] {
  const counts = new Map<string, number>();
  for (const { where, reason } of leftOut) {
    const key = reason === undefined ? `${where}, for no reason given` : `${where}, because ${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `left out: ${count} ${count === 1 ? 'test' : 'tests'} of ${key}`);
}

function describeLeftOut(test: TestCase): LeftOut {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  const suites = test.fullName.split(' > ').slice(0, -1);
  return { where: [test.module.relativeModuleId, ...suites].join(' > '), reason: reasonOf(test) ?? note };
}

/** The reason of the test itself, or of the nearest suite around it. */
function reasonOf(test: TestCase): string | undefined {
  return [test, ...around(test)].map((task) => task.meta().leftOut).find((reason) => reason !== undefined);
}

/** A hook of a suite around it failed: that is reported as the failure it is. */
function isInFailedSuite(test: TestCase): boolean {
  return around(test).some((suite) => suite.errors().length > 0);
}

/** From the inside out. */
function around({ parent }: TestCase | TestSuite): (TestSuite | TestModule)[] {
  return parent.type === 'module' ? [parent] : [parent, ...around(parent)];
}
