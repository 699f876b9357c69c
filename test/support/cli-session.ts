/**
 * The process behind `startSessionInFolder`: does one command after the other, each in its folder, and answers with what it
 * printed and the exit code it would have ended with.
 */
import { runCli } from '../../src/cli/run-cli.ts';

interface Request {
  readonly directory: string;
  readonly args: readonly string[];
}

let previous = Promise.resolve();
process.on('message', (request: Request) => {
  previous = previous.then(() => answer(request));
});
process.on('disconnect', () => process.exit());

async function answer({ directory, args }: Request): Promise<void> {
  process.chdir(directory);
  const printed = { stdout: '', stderr: '' };
  const original = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (chunk: string | Uint8Array): boolean => {
      printed[name] += chunk.toString();
      return true;
    };
  }
  try {
    const exitCode = await runCli(args);
    process.send?.({ ...printed, exitCode });
  } finally {
    process.stdout.write = original.stdout;
    process.stderr.write = original.stderr;
  }
}
