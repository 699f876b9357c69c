/**
 * Runs the command line as users do: in a process of its own, in a temporary folder.
 */
import { fork, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
}

export interface RunCliOptions {
  /** Called with everything on stderr so far, to act while it runs. */
  readonly onStderr?: (text: string, interrupt: () => void) => void;
  /** Shell commands before it, such as limits. */
  readonly prelude?: string;
  readonly spawn?: SpawnOptions;
}

export function runCli(
  directory: string,
  args: readonly string[],
  options: RunCliOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const command = [process.execPath, '--import', tsx, main, ...args];
    const [file, ...rest] =
      options.prelude === undefined
        ? command
        : ['/bin/sh', '-c', `${options.prelude}; exec "$@"`, 'sh', ...command];
    const child = spawn(file!, rest, {
      cwd: directory,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options.spawn,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      options.onStderr?.(stderr, () => child.kill('SIGINT'));
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ stdout, stderr, exitCode }));
  });
}

/**
 * The command line in one process for many commands: starting a process takes a second, a wrong scenario is told in a
 * hundredth. For what needs a process of its own (signals, limits), see {@link runCli}.
 */
export interface CliSession {
  run(directory: string, args: readonly string[]): Promise<Outcome>;
  end(): void;
}

function startCliSession(): CliSession {
  const file = fileURLToPath(new URL('./cli-session.ts', import.meta.url));
  const child = fork(file, [], {
    execArgv: ['--import', tsx],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting: { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }[] = [];
  child.on('message', (outcome: Outcome) => waiting.shift()?.resolve(outcome));
  child.on('exit', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`the session ended with ${code}`));
  });
  return {
    run: (directory, args) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.send({ directory, args });
      }),
    end: () => child.disconnect(),
  };
}

/** A folder that is there for one test file. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'jitsim-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface FolderSession {
  readonly folder: { readonly path: string };
  readonly session: CliSession;
  /** A command in the folder. */
  run(...args: string[]): Promise<Outcome>;
  /** A file in the folder. */
  write(name: string, text: string | Uint8Array): void;
}

/** A session and a folder of its own for one test file; both end with it. */
export function startSessionInFolder(): FolderSession {
  const folder = temporaryFolder();
  const session = startCliSession();
  afterAll(() => {
    session.end();
    folder.remove();
  });
  return {
    folder,
    session,
    run: (...args) => session.run(folder.path, args),
    write: (name, text) => writeFileSync(join(folder.path, name), text),
  };
}
