/**
 * The models that come with jitsim, and those in a `models` directory beside the scenario, which come first.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closest } from '../scenario/did-you-mean.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import {
  checkModel,
  createModelRegistry,
  type Model,
  type ModelRegistry,
} from '../scenario/model-registry.ts';
import { type ModelKind, modelKinds } from '../scenario/model-values.ts';
import { parseFile } from '../scenario/parse.ts';
import { errorCode, readProblem, readText } from './read-text.ts';

/** `models/` of the package; source and compiled files lie equally deep below it. */
export const packageModels = fileURLToPath(new URL('../../models', import.meta.url));

export interface ReadModels {
  readonly registry: ModelRegistry;
  /** Text of every file by `kind/name`, for the hash of a scenario. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads all model files of the directories; of two of one name the later directory's counts. */
export async function readModels(
  directories: readonly string[] = [packageModels],
  shownAs: (file: string) => string = (file) => file,
): Promise<Checked<ReadModels>> {
  const models: Model[] = [];
  const texts = new Map<string, string>();
  const issues: Issue[] = [];
  for (const directory of directories) {
    const found = await filesOf(directory, shownAs);
    if (!found.ok) {
      issues.push(...found.issues);
      continue;
    }
    for (const { kind, name, file } of found.value) {
      const text = await readText(file, shownAs(file));
      const model = text.ok ? modelOf(text.value, { kind, name, file: shownAs(file) }) : text;
      if (!model.ok || !text.ok) {
        issues.push(...(model.ok ? [] : model.issues));
        continue;
      }
      models.push(model.value);
      texts.set(`${kind}/${name}`, text.value);
    }
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { registry: createModelRegistry(models), texts } };
}

/** Files checked before, by the name they are shown as: a program reads the same sixty models for every scenario. */
const checkedBefore = new Map<string, { readonly text: string; readonly model: Checked<Model> }>();

/** The model that the text of a file describes; what was checked before is not checked again. */
function modelOf(text: string, { kind, name, file }: ModelFile): Checked<Model> {
  const before = checkedBefore.get(file);
  if (before?.text === text) return before.model;
  const parsed = parseFile(file, text);
  const model = parsed.ok ? checkModel(parsed.value, kind, name) : parsed;
  checkedBefore.set(file, { text, model });
  return model;
}

interface ModelFile {
  readonly kind: ModelKind;
  readonly name: string;
  readonly file: string;
}

async function filesOf(
  directory: string,
  shownAs: (file: string) => string,
): Promise<Checked<readonly ModelFile[]>> {
  const files: ModelFile[] = [];
  const issues: Issue[] = [];
  for (const folder of (await entriesOf(directory, shownAs, issues)).filter((entry) => entry.isDirectory())) {
    const kind = modelKinds.find((known) => known === folder.name);
    if (kind === undefined) {
      // Folders of other things are left alone; one that was meant for a kind would be lost silently.
      const near = closest(folder.name, modelKinds);
      const shown = shownAs(join(directory, folder.name));
      if (near !== null) issues.push(fileIssue(shown, 'is not a kind of model', `did you mean ${near}?`));
      continue;
    }
    for (const entry of await entriesOf(join(directory, kind), shownAs, issues)) {
      if (!entry.isFile() || !entry.name.endsWith('.yaml')) continue;
      files.push({
        kind,
        name: entry.name.slice(0, -'.yaml'.length),
        file: join(directory, kind, entry.name),
      });
    }
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: files };
}

/** Entries in order of name, so that nothing depends on the file system; none when there is no such directory. */
async function entriesOf(
  directory: string,
  shownAs: (file: string) => string,
  issues: Issue[],
): Promise<Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') issues.push(fileIssue(shownAs(directory), readProblem(error)));
    return [];
  }
}
