import { expect, it } from 'vitest';
import { needs, pathOf } from '../support/needs.ts';
import { example, installTapehead, run } from './installed.ts';

const minutes = 60_000; // the first run compiles Go's crypto packages

needs('go', 'golang.org/x/crypto')("the example for Go's TestMain", () => {
  it(
    'passes against the cassette, with a Go client and no host',
    async () => {
      await using tapehead = await installTapehead();
      const debian = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', CGO_ENABLED: '0' };
      const ended = await run(pathOf('go'), ['test', '-count=1', '-v'], example('go'), {
        ...tapehead.env,
        ...debian,
      });
      expect(ended.stdout).toContain('--- PASS: TestUsedPercent ');
      expect(ended.stdout).toContain('--- PASS: TestUsedPercentOfNothing ');
      expect(ended).toMatchObject({ code: 0, stderr: '' });
    },
    5 * minutes,
  );
});
