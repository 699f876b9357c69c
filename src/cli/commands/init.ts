/**
 * `jitsim init`: a copy of an example, with the tables that it reads, to be changed into one's own.
 */
import { constants } from 'node:fs';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '../../io/make-directory.ts';
import { scenarioFileName } from '../../io/read-scenario.ts';
import { errorCode } from '../../io/read-text.ts';
import { writeProblem } from '../../io/write-results.ts';
import { closest } from '../../scenario/did-you-mean.ts';
import { parseFile } from '../../scenario/parse.ts';
import { filesNamedIn } from '../../scenario/resolve.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { note, print, printJson } from '../print.ts';

const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));
const examples = join(packageRoot, 'examples');
const schemaFile = join(packageRoot, 'schema', 'scenario.schema.json');
const defaultTemplate = 'first-scenario';

export async function init(given: Arguments): Promise<number> {
  const template = await findTemplate(String(given.template ?? defaultTemplate));
  const directory = String(given.out ?? '.');
  const source = join(examples, template);
  const text = await readFile(join(source, scenarioFileName), 'utf8');
  const parsed = parseFile(template, text);
  const tables = parsed.ok ? filesNamedIn(parsed.value) : [];
  const copies = tables.map((name) => ({
    name,
    from: resolve(source, name),
    to: join(directory, basename(name)),
  }));
  const scenario = join(directory, scenarioFileName);
  await refuseExisting([scenario, ...copies.map(({ to }) => to)]);
  const here = copies.reduce(
    (changed, { name }) => changed.replaceAll(name, basename(name)),
    withSchema(text, directory),
  );
  try {
    await makeDirectory(directory);
    for (const { from, to } of copies) await copyFile(from, to, constants.COPYFILE_EXCL);
    await writeFile(scenario, here, { flag: 'wx' });
  } catch (error) {
    throw new Failure(exitCodes.wrongInput, `${scenario} ${writeProblem(error)}`);
  }
  const written = [scenario, ...copies.map(({ to }) => to)];
  if (given.json === true) printJson({ ok: true, template, written });
  else for (const file of written) print(file);
  note(`jitsim simulate ${scenario} runs it`);
  return exitCodes.done;
}

async function findTemplate(name: string): Promise<string> {
  const entries = await readdir(examples, { withFileTypes: true });
  const templates: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() && (await exists(join(examples, entry.name, scenarioFileName))))
      templates.push(entry.name);
  }
  templates.sort();
  const withoutNumber = (template: string): string => template.replace(/^\d+-/, '');
  const found = templates.find((template) => template === name || withoutNumber(template) === name);
  if (found !== undefined) return found;
  const near = closest(name, templates.map(withoutNumber));
  const hint =
    near === null ? `the templates are ${templates.map(withoutNumber).join(', ')}` : `did you mean ${near}?`;
  throw new Failure(exitCodes.wrongInput, `there is no template ${name}; ${hint}`);
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (await exists(file)) {
      throw new Failure(
        exitCodes.wrongInput,
        `${file} already exists and is not overwritten; choose another directory with --out`,
      );
    }
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw new Failure(exitCodes.wrongInput, `${file} ${writeProblem(error)}`);
  }
}

/** The line that tells editors where the schema is, for the new place. */
function withSchema(text: string, directory: string): string {
  const there = relative(resolve(directory), schemaFile);
  return text.replace(/^# yaml-language-server: \$schema=.*$/m, `# yaml-language-server: $schema=${there}`);
}
