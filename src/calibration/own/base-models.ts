/**
 * The shipped models that a measurement of one's own starts from: what it does not tell stays as it is there, with its
 * source and trust.
 */
import type { ModelFile, ModelParameter } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';

export type BaseModels = (kind: ModelFile['kind'], name: string) => ModelFile | null;

/** Names of the models started from. */
export const baseNames = {
  bridges: 'gp1-xs',
  media: 'audio-dominated-10-senders',
  signalling: 'openfun-shard',
  recorders: 'jibri',
  conferences: 'team-meeting',
} as const;

export function baseModel(base: BaseModels, kind: keyof typeof baseNames): ModelFile {
  const model = base(kind, baseNames[kind]);
  if (model !== null) return model;
  throw new CalibrationRefused({
    place: `models/${kind}/${baseNames[kind]}`,
    problem: 'is missing',
    hint: 'it comes with jitsim; restore it',
  });
}

/** The number of a parameter of a base model. */
export function baseNumber(model: ModelFile, parameter: string): number {
  const value = model.parameters[parameter]?.value;
  if (typeof value === 'number') return value;
  throw new CalibrationRefused({
    place: `models/${model.kind}/${model.name}`,
    problem: `has no number ${parameter}`,
    hint: 'it comes with jitsim; restore it',
  });
}

/** A parameter taken over, saying from where. What confirmed it elsewhere confirms nothing here. */
export function taken(model: ModelFile, parameter: string): ModelParameter {
  const found = model.parameters[parameter]!;
  const from = `not measured here: taken from ${model.kind}/${model.name}`;
  const trust = found.trust === 'validated' ? 'calibrated' : found.trust;
  return {
    ...found,
    trust,
    note: found.note === undefined ? from : `${found.note.replace(/\.$/, '')}; ${from}`,
  };
}

/** The parameters of a base model that a fit does not replace. */
export function others(
  model: ModelFile,
  replaced: Readonly<Record<string, ModelParameter>>,
): Record<string, ModelParameter> {
  const names = Object.keys(model.parameters).filter((name) => replaced[name] === undefined);
  return Object.fromEntries(names.map((name) => [name, taken(model, name)]));
}
