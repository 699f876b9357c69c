#!/usr/bin/env node
/**
 * The `jitsim` command. Nothing but yargs is loaded until a command runs, so that help is there at once.
 */
import { runCli } from './run-cli.ts';

// A reader that stops reading (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runCli(process.argv.slice(2));
