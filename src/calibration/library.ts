/**
 * The calibration for programs, all of it pure: text or rows in, tables, findings, fits and model files out. Reading and
 * writing files is `calibrate` and `writeModels` of `jitsim/node`.
 */
export { type BootFit, fitBootDelay, type ObservedBoot } from './boot/fit-boot-delay.ts';
export { type CpuFit, type CpuTest, fitCpu } from './bridge/cpu.ts';
export { compareCpuShapes } from './bridge/cpu-shapes.ts';
export { fitMediaLoad, type MediaLoadFit } from './bridge/media-load.ts';
export type { BridgePoint, BridgeTest } from './bridge/observations.ts';
export { bridgeTestFromTable, calibrateSpeed, type SpeedCalibration } from './bridge/own-bridge.ts';
export { fitSaturation, type SaturationFit } from './bridge/saturation.ts';
export { type DemandCurveFit, demandCurveModel, fitDemandCurve } from './demand/demand-curve.ts';
export { type HourlyStarts, startsFromLog, startsFromParticipants } from './demand/hourly-starts.ts';
export { type AlignmentFit, fitStartAlignment } from './demand/start-alignment.ts';
export type { FamilyName } from './distributions/families.ts';
export {
  exactObservations,
  histogramObservations,
  type Observations,
  wholeObservations,
} from './distributions/observations.ts';
export { fitMoments, fitSizeShares, type MomentFit } from './distributions/published-moments.ts';
export { reportDistribution } from './distributions/report-distribution.ts';
export { type DistributionChoice, selectDistribution } from './distributions/select-distribution.ts';
export { type FitReport, type FittedParameter, reportFit } from './fit-report.ts';
export type { Interval, NextUnit } from './fitting/bootstrap.ts';
export { type CollinearityReport, reportCollinearity } from './fitting/collinearity.ts';
export { fitLinear, type LinearFit } from './fitting/linear-least-squares.ts';
export { fitNonNegative, type NonNegativeFit } from './fitting/non-negative-robust.ts';
export { fitProportional, type ProportionalFit } from './fitting/proportional.ts';
export type { Finding, LintRule } from './lint/finding.ts';
export { type FormulaClaim, lintFormula, lintTotal } from './lint/lint-claims.ts';
export { limitedRows, lintLoad } from './lint/lint-load.ts';
export { lintTable, type TableLimits } from './lint/lint-table.ts';
export { importBridgeMetrics } from './measurement/import-bridge-metrics.ts';
export { importColibri } from './measurement/import-colibri.ts';
export { type ColumnMap, importCsv } from './measurement/import-csv.ts';
export { importK6Csv, importK6Summary, type K6Summary } from './measurement/import-k6.ts';
export { importPrometheus } from './measurement/import-prometheus.ts';
export { describeTortureRun, type TortureDescription } from './measurement/import-torture.ts';
export { alignedTo, joinedByTime } from './measurement/join-by-time.ts';
export {
  columnNamed,
  columnOf,
  type MeasurementColumn,
  type MeasurementTable,
  type Quantity,
} from './measurement/measurement-table.ts';
export { type ModelFile, type ModelParameter, modelFileText } from './model-file.ts';
export type { BaseModels } from './own/base-models.ts';
export {
  calibrateMeasurements,
  type FitKind,
  type OwnCalibration,
  type OwnTable,
} from './own/calibrate-measurements.ts';
export { parseColumnMap } from './own/column-map-text.ts';
export {
  type GatheredMeasurements,
  type GivenSource,
  gatherMeasurements,
} from './own/gather-measurements.ts';
export { type Given, parseGiven } from './own/given.ts';
export {
  type ImportedMeasurement,
  importMeasurement,
  type MeasurementFormat,
} from './own/import-measurement.ts';
export { lintMeasurements } from './own/lint-measurements.ts';
export { CalibrationRefused } from './refusal.ts';
export { fitFrontCpu } from './signalling/front.ts';
export { fitMemory } from './signalling/memory.ts';
export { fitProsodyCpu, type ProsodyCpuFit, type SignallingMinute } from './signalling/prosody.ts';
