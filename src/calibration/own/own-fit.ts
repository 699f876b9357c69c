/** What fits of one's own take and give. */
import type { FitReport } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import type { MeasurementTable } from '../measurement/measurement-table.ts';
import type { ModelFile, ModelParameter } from '../model-file.ts';
import type { BaseModels } from './base-models.ts';
import type { Given } from './given.ts';

export interface OwnFitOptions {
  readonly table: MeasurementTable;
  readonly given: Given;
  /** Of the model. */
  readonly name: string;
  readonly base: BaseModels;
  /** A source of chance for each fit, by its name. */
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}

export interface OwnFit {
  readonly models: readonly ModelFile[];
  readonly reports: readonly FitReport[];
  readonly notes: readonly string[];
}

/** Parameters of a model that more than one measurement may fill. */
export interface ModelPart {
  readonly parameters: Readonly<Record<string, ModelParameter>>;
  readonly reports: readonly FitReport[];
  readonly notes: readonly string[];
}
