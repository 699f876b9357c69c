/**
 * From arguments to an exit code: parsing, help, and what is said when something fails.
 */
import yargs, { type Argv } from 'yargs';
import { version } from '../io/version.ts';
import { commands } from './commands.ts';
import { currentRun } from './current-run.ts';
import { exitCodes } from './exit-codes.ts';
import { bugReport, Failure, usageFailure } from './failures.ts';
import { type Arguments, type CommandSpec, suggestion, yargsOption } from './options.ts';

/** Widest line of help, characters. */
const HELP_WIDTH_MAX = 100;

/** Runs the command in `args` and resolves to the exit code. Never rejects. */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    const chosen = await parse(args);
    if (chosen === null) return exitCodes.done;
    return await chosen.command.run(chosen.given);
  } catch (error) {
    return fail(error, args.includes('--json'));
  }
}

interface Chosen {
  readonly command: CommandSpec;
  readonly given: Arguments;
}

/** The command line read; null when help or version was asked for and printed. */
async function parse(args: readonly string[]): Promise<Chosen | null> {
  let chosen: Chosen | null = null;
  let parser = yargs([...args])
    .scriptName('jitsim')
    .usage('$0 <command>\n\nPlans the capacity and autoscaling of a Jitsi Meet deployment by simulation.')
    .locale('en')
    .wrap(Math.min(HELP_WIDTH_MAX, process.stdout.columns ?? HELP_WIDTH_MAX))
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'boolean-negation': false,
    })
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(version())
    .help()
    .strict()
    .strictCommands()
    .demandCommand(1, 'a command is missing')
    .fail((message, error) => {
      if (error instanceof Error && error.name !== 'YError') throw error;
      throw usageFailure(betterMessage(error?.message ?? message, args));
    })
    .epilogue(
      'jitsim <command> --help says more. Exit codes: 0 done, 1 objectives violated, 2 wrong input, 3 inconclusive, 64 wrong command line, 70 bug, 130 interrupted.',
    );
  for (const command of commands) {
    parser = parser.command(
      commandLine(command),
      command.description,
      (inner) => withOptions(inner, command),
      (given) => {
        chosen = { command, given: given as unknown as Arguments };
      },
    );
  }
  await parser.parseAsync();
  return chosen;
}

/** `simulate <scenario>`. */
export function commandLine(command: CommandSpec): string {
  const words = command.positionals.map(({ name, isRequired, isList }) => {
    const word = isList === true ? `${name}...` : name;
    return isRequired ? `<${word}>` : `[${word}]`;
  });
  return [command.name, ...words].join(' ');
}

function withOptions(inner: Argv, command: CommandSpec): Argv {
  const positioned = command.positionals.reduce(
    // Without a default of its own a list would be shown with an empty one, though it must be given.
    (parser, { name, description }) =>
      parser.positional(name, { type: 'string', describe: description, default: undefined }),
    inner,
  );
  return command.options.reduce(
    (parser, option) => parser.option(option.name, yargsOption(option)),
    positioned,
  );
}

function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** yargs's messages in the user's terms, with a suggestion. */
function betterMessage(message: string, args: readonly string[]): string {
  const command = commands.find(({ name }) => args.includes(name));
  if (command !== undefined && message.startsWith('Not enough non-option arguments')) {
    const needed = command.positionals.filter(({ isRequired }) => isRequired);
    const words = needed.map(({ name, isList }) => (isList === true ? name : withArticle(name)));
    return `${command.name} needs ${words.join(' and ')}`;
  }
  const valueless = /^Not enough arguments following: (.+)$/.exec(message);
  if (valueless !== null) return `--${valueless[1]} needs a value`;
  const unknown = /^Unknown (argument|command)s?: ([^,]+)/.exec(message);
  if (unknown === null) return lowerFirst(message);
  const word = unknown[2]!;
  const names = command === undefined ? commands.map(({ name }) => name) : [];
  const options = (command === undefined ? commands : [command]).flatMap((one) =>
    one.options.map(({ name }) => name),
  );
  const near = suggestion(word, names) || suggestion(word, options, '--');
  const what = unknown[1] === 'argument' ? 'option' : command === undefined ? 'command' : 'word';
  return `unknown ${what} ${what === 'option' ? '--' : ''}${word}${near}`;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function fail(error: unknown, asJson: boolean): number {
  if (!(error instanceof Failure)) {
    process.stderr.write(`${bugReport(error, version(), currentRun())}\n`);
    return exitCodes.bug;
  }
  if (asJson)
    process.stdout.write(
      `${JSON.stringify({ ok: false, error: error.message, details: error.details }, null, 2)}\n`,
    );
  const prefix = error.exitCode === exitCodes.usage ? 'jitsim: ' : '';
  const suffix = error.exitCode === exitCodes.usage ? '\njitsim --help shows what there is' : '';
  process.stderr.write(`${prefix}${error.message}${suffix}\n`);
  return error.exitCode;
}
