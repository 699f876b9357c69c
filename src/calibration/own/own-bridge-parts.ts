/** What the parts of a bridge's calibration take and give. */
import type { ParameterTie } from '../../scenario/evidence.ts';
import type { FitReport } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import type { ModelParameter } from '../model-file.ts';
import type { BaseModels } from './base-models.ts';
import type { Given } from './given.ts';
import type { OwnBridgeTest } from './own-bridge-test.ts';

export interface OwnBridgeOptions {
  readonly tests: readonly OwnBridgeTest[];
  readonly given: Given;
  readonly name: string;
  readonly base: BaseModels;
  /** A source of chance for each fit, by its name. */
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}

export interface PartOfBridge {
  readonly parameters: Readonly<Record<string, ModelParameter>>;
  readonly correlations: readonly ParameterTie[];
  readonly reports: readonly FitReport[];
  readonly notes: readonly string[];
}

/** Where the tests stand, each file once. */
export function sourceOf(tests: readonly OwnBridgeTest[]): string {
  return [...new Set(tests.map(({ test }) => test.source))].join(', ');
}
