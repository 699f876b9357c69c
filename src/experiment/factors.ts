/**
 * Factors: what an experiment varies about a scenario, each over a range. Settings of the scenario vary evenly between
 * two ends; parameters of models vary as what is known of them says.
 */
import type { UncertainParameter } from '../scenario/evidence.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Setting } from '../scenario/settings.ts';
import type { Varied } from '../scenario/vary.ts';
import { parameterQuantile, withValueAt } from './draw-parameters.ts';

export interface SettingFactor {
  readonly kind: 'setting';
  /** The path as written. */
  readonly name: string;
  readonly path: Setting['path'];
  readonly low: number;
  readonly high: number;
  /** Only whole numbers, both ends included. */
  readonly isWhole: boolean;
  /** What the whole numbers from `low` = 0 stand for; null when they stand for themselves. */
  readonly choices: readonly unknown[] | null;
}

export interface ModelFactor {
  readonly kind: 'model';
  /** `bridges/gp1-xs: cpuPerKppsCores`. */
  readonly name: string;
  readonly parameter: UncertainParameter;
}

export type Factor = SettingFactor | ModelFactor;

/** What is varied as a factor; a list of values as its places, from 0. */
export function settingFactor(varied: Varied): SettingFactor {
  const { name, path } = varied;
  if (varied.kind === 'range') {
    const { low, high, isWhole } = varied;
    return { kind: 'setting', name, path, low, high, isWhole, choices: null };
  }
  const high = varied.values.length - 1;
  return { kind: 'setting', name, path, low: 0, high, isWhole: true, choices: varied.values };
}

/** A parameter of a model used in several places is one factor. */
export function modelFactors(scenario: Scenario): ModelFactor[] {
  const factors = new Map<string, ModelFactor>();
  for (const parameter of scenario.uncertainParameters) {
    const name = `${parameter.model}: ${parameter.parameter}`;
    if (!factors.has(name)) factors.set(name, { kind: 'model', name, parameter });
  }
  return [...factors.values()];
}

/** Probability left out at each end when a parameter goes from one end of its interval to the other. */
const TAIL = 0.025;

/** From the lower end of the range, at 0, to the upper, at 1: in equal steps of value, or of probability for models. */
export function valueWithin(factor: Factor, unit: number): number {
  if (factor.kind === 'model') return parameterQuantile(factor.parameter, TAIL + unit * (1 - 2 * TAIL));
  const { low, high, isWhole } = factor;
  const value = low + unit * (high - low);
  return isWhole ? Math.round(value) : Number(value.toPrecision(12));
}

/** At a probability: even over a range, every whole number alike; a model's parameter by its whole distribution. */
export function valueDrawn(factor: Factor, unit: number): number {
  if (factor.kind === 'model') return parameterQuantile(factor.parameter, unit);
  const { low, high, isWhole } = factor;
  return isWhole
    ? Math.min(high, low + Math.floor(unit * (high - low + 1)))
    : Number((low + unit * (high - low)).toPrecision(12));
}

/** Where in its range the value of `valueWithin` really is, after rounding to a whole number. */
export function unitWithin(factor: Factor, unit: number): number {
  if (factor.kind === 'model' || !factor.isWhole) return unit;
  return (valueWithin(factor, unit) - factor.low) / (factor.high - factor.low);
}

/** Values of some factors; those left out stay as the scenario has them. */
export type Point = ReadonlyMap<Factor, number>;

/** The settings of a point, to be resolved with the scenario file. */
export function settingsAt(point: Point): Setting[] {
  return [...point].flatMap(([factor, value]) =>
    factor.kind === 'setting'
      ? [{ path: factor.path, value: factor.choices === null ? value : factor.choices[value] }]
      : [],
  );
}

/** A scenario, resolved with the settings of the point, with the point's parameters; nothing is drawn any more. */
export function withParametersAt(scenario: Scenario, point: Point): Scenario {
  const given = new Map(
    [...point].flatMap(([factor, value]) => (factor.kind === 'model' ? [[factor.name, value] as const] : [])),
  );
  const changed = scenario.uncertainParameters.reduce((changing, { model, parameter, path }) => {
    const value = given.get(`${model}: ${parameter}`);
    return value === undefined ? changing : withValueAt(changing, path, value);
  }, scenario);
  return { ...changed, uncertainParameters: [] };
}
