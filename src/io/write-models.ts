/**
 * Calibrated models as files, and how they compare with those that are there already.
 */
import { join, relative } from 'node:path';
import { generatedMark, type ModelFile, modelFileText, modelPath } from '../calibration/model-file.ts';
import { packageModels } from './read-models.ts';
import { readText } from './read-text.ts';
import { FileExistsError, writeWholeFile } from './render/write-file.ts';

/** Against the model of that name that comes with jitsim. */
export type ComparedModel = 'same' | 'differs' | 'new';

export interface WrittenModel {
  /** `bridges/gp1-xs`. */
  readonly model: string;
  readonly file: string;
  readonly compared: ComparedModel;
}

export interface WriteModelsOptions {
  /** Directory that stands for `models/`. */
  readonly directory: string;
  /** What was measured, for the first line of each file. */
  readonly measurements: string;
  /** Without it, files that a calibration did not write are not replaced. */
  readonly replace?: boolean;
}

/** Writes every model or none. Throws `FileExistsError` for a file of somebody else's. */
export async function writeModels(
  models: readonly ModelFile[],
  { directory, measurements, replace = false }: WriteModelsOptions,
): Promise<readonly WrittenModel[]> {
  const files = models.map((model) => ({
    model,
    text: modelFileText(model, measurements),
    file: join(directory, relative('models', modelPath(model))),
  }));
  if (!replace) {
    for (const { file } of files) {
      const there = await readText(file, file);
      if (there.ok && !there.value.startsWith(generatedMark)) throw new FileExistsError(file);
    }
  }
  const written: WrittenModel[] = [];
  for (const { model, text, file } of files) {
    const shipped = await readText(join(packageModels, relative('models', modelPath(model))), '');
    const compared = shipped.ok ? (shipped.value === text ? 'same' : 'differs') : 'new';
    await writeWholeFile(file, text, { replace: true });
    written.push({ model: `${model.kind}/${model.name}`, file, compared });
  }
  return written;
}
