// A process warning (a listener leak, a deprecated call, a promise handled late) fails the run: thrown from here it is an
// uncaught exception, which vitest counts as an error of the test file.
process.on('warning', (warning) => {
  throw new Error(`a process warning, which the tests do not allow: ${warning.stack ?? warning.message}`);
});
