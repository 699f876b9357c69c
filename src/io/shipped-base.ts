/**
 * The shipped models as the starting point of a calibration of one's own.
 */
import type { ModelFile } from '../calibration/model-file.ts';
import type { BaseModels } from '../calibration/own/base-models.ts';
import type { Checked } from '../scenario/issues.ts';
import { modelKinds } from '../scenario/model-values.ts';
import { readModels } from './read-models.ts';

export async function readBaseModels(): Promise<Checked<BaseModels>> {
  const models = await readModels();
  if (!models.ok) return models;
  const base: BaseModels = (kind, name) => {
    const known = modelKinds.find((candidate) => candidate === kind);
    const model = known === undefined ? null : models.value.registry.get(known, name);
    if (model === null) return null;
    const parameters = Object.entries(model.parameters).map(([key, { note, ...parameter }]) => [
      key,
      { ...parameter, ...(note === null ? {} : { note }) },
    ]);
    return {
      kind,
      name,
      title: model.title,
      parameters: Object.fromEntries(parameters) as ModelFile['parameters'],
      correlations: model.correlations,
    };
  };
  return { ok: true, value: base };
}
