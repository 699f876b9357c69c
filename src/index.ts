/**
 * jitsim as a library: everything here is pure and also runs in a browser. What touches files is in `jitsim/node`.
 *
 * ```ts
 * import { inThisThread, runStudy, simulate, withPolicy } from 'jitsim';
 * import { readScenario } from 'jitsim/node';
 *
 * const study = await readScenario('examples/02-monday-nine-oclock');
 * const results = await runStudy(study, { executor: inThisThread, version: 'mine' });
 * console.log(results.variants[0]?.estimates.costPerDay); // { mean, halfWidth95, replications }
 * ```
 */
export { decideAutoScalingGroup } from './autoscaling/aws/auto-scaling-group.ts';
export {
  type AutoScalingGroupObservation,
  type AutoScalingGroupPolicy,
  initialAutoScalingGroupMemory,
} from './autoscaling/aws/group-policy.ts';
export {
  type AutoscalePolicy,
  decideAutoscale,
  initialAutoscaleMemory,
} from './autoscaling/azure/autoscale.ts';
export { type ConstantFreePolicy, decideConstantFree } from './autoscaling/constant-free.ts';
export type { Decide, Decision } from './autoscaling/decision.ts';
export {
  decideInstanceGroup,
  type InstanceGroupPolicy,
  initialInstanceGroupMemory,
} from './autoscaling/gcp/managed-instance-group.ts';
export { decideJitsiAutoscaler } from './autoscaling/jitsi-autoscaler/decide.ts';
export { planLaunch } from './autoscaling/jitsi-autoscaler/launcher.ts';
export { initialJitsiAutoscalerMemory } from './autoscaling/jitsi-autoscaler/memory.ts';
export type { JitsiAutoscalerObservation } from './autoscaling/jitsi-autoscaler/observation.ts';
export { type JitsiAutoscalerPolicy, jitsiAutoscalerPolicy } from './autoscaling/jitsi-autoscaler/policy.ts';
export { decideScaledJob, type ScaledJobPolicy } from './autoscaling/keda/scaled-job.ts';
export {
  decideScaledObjectHpa,
  initialScaledObjectMemory,
  pollScaledObject,
  type ScaledObjectPolicy,
} from './autoscaling/keda/scaled-object.ts';
export { decideKubernetesHpa } from './autoscaling/kubernetes-hpa/decide.ts';
export {
  emptyKubernetesHpaMemory,
  type KubernetesHpaObservation,
  type KubernetesHpaPolicy,
} from './autoscaling/kubernetes-hpa/policy.ts';
export * from './autoscaling/reference-policies/library.ts';
export { decideStatic, type StaticPolicy } from './autoscaling/static.ts';
export type { BillContext, BoughtCommitment } from './billing/bill-context.ts';
export { type BillLine, type BillView, billViews, type PriceOrigin, sumOf } from './billing/bill-line.ts';
export {
  type CommitmentOptimum,
  type CommitmentPoint,
  optimalCommitment,
} from './billing/commitment-optimum.ts';
export { applyCommitments, type Commitment, type HourUse } from './billing/commitments.ts';
export { amountText, amountToNumber, roundedAmountText } from './billing/exact.ts';
export { billInstance, billInstances, spotBilledSeconds } from './billing/instance-cost.ts';
export { billMonth } from './billing/month-bill.ts';
export type { ComputeUse, MonthUsage, ServiceUse, TrafficUse } from './billing/month-usage.ts';
export type { InstancePrice } from './billing/price.ts';
export { findRate, findService, findTraffic, type Place, type PriceBook } from './billing/price-book.ts';
export { sustainedUseOf, sustainedUseTiers } from './billing/sustained-use.ts';
export { chargeTiers, type TrafficPrice, type TrafficTier } from './billing/traffic-prices.ts';
export { type ActualComparison, compareActual, readActual } from './budget/actual.ts';
export { assumptions, billWarnings, notIncluded, usedPrices } from './budget/assumptions.ts';
export type { Budget } from './budget/budget.ts';
export type { BudgetInput, LoadedDay } from './budget/budget-context.ts';
export { type CommitmentAdvice, commitmentAdvice } from './budget/commitment-advice.ts';
export { type FocusTable, focusTable } from './budget/export/focus.ts';
export { infracostUsage } from './budget/export/infracost-usage.ts';
export type { SheetCell, WorkbookSheet } from './budget/export/sheet-cells.ts';
export { workbook } from './budget/export/workbook.ts';
export { type Band, type Forecast, forecast, type MonthForecast } from './budget/forecast.ts';
export { type GrowthCheck, growthCheck } from './budget/growth-check.ts';
export { marginalCosts } from './budget/marginal.ts';
export { type BreakEven, type BuyingOption, breakEvens, buyingOptions } from './budget/options.ts';
export { priceTornado, type TornadoBar } from './budget/price-tornado.ts';
export { resolveBudget } from './budget/resolve.ts';
export { type VarianceRow, variance } from './budget/variance.ts';
export { breakdown, limitChecks, unitCosts } from './budget/views.ts';
export * from './calibration/library.ts';
export { chartsOf } from './charts/all-charts.ts';
export { costChartsOf } from './charts/bill/cost-charts.ts';
export type { Chart, VegaLiteSpec } from './charts/chart.ts';
export { type SweepChartInput, sweepChart } from './charts/sweep.ts';
export type { Distribution } from './engine/random/distribution.ts';
export { createRandomStreams } from './engine/random/random-streams.ts';
export { sampleDistribution } from './engine/random/sample-distribution.ts';
export { type Backtest, type BacktestOptions, backtest } from './experiment/backtest.ts';
export {
  type Check,
  type CheckOptions,
  checkResultsOf,
  untilDecided,
} from './experiment/check.ts';
export {
  type CandidateComparison,
  type Comparison,
  compareVariants,
  type Difference,
} from './experiment/compare.ts';
export { type DayQuantile, dayQuantile } from './experiment/day-quantiles.ts';
export { type Combination, type Design, grid, latinHypercube, spread } from './experiment/designs.ts';
export { type Executor, inThisThread, type RunTask, runTask } from './experiment/executor.ts';
export { type Explanation, explain } from './experiment/explain.ts';
export {
  type Factor,
  modelFactors,
  type Point,
  settingFactor,
  settingsAt,
  withParametersAt,
} from './experiment/factors.ts';
export { meanConferences, meanParticipants } from './experiment/offered-load.ts';
export {
  conclude,
  type NamedCandidate,
  type Optimization,
  type OptimizeCandidate,
} from './experiment/optimize/conclude.ts';
export type { Rejection } from './experiment/optimize/judge.ts';
export { mergeSearches, type Optimized, optimize, type SearchRuns } from './experiment/optimize/optimize.ts';
export type { SearchOptions } from './experiment/optimize/search.ts';
export type { FactorRange, PointRuns, SearchSettings } from './experiment/optimize/search-settings.ts';
export { type Plan, type PlanOptions, type PlanQuestion, plan } from './experiment/plan.ts';
export {
  bridgeStaffing,
  bridgesQuestion,
  jibrisQuestion,
  shardsQuestion,
  sparePerZone,
} from './experiment/plan-questions.ts';
export { zoneLossQuestion } from './experiment/plan-zone-loss.ts';
export type { Agreement, ObjectiveVerdict, Results, VariantResults } from './experiment/results.ts';
export { type Risk, risksOf } from './experiment/risk.ts';
export {
  NothingFinishedError,
  type RunStudyOptions,
  reduceStudy,
  runReplications,
  runStudy,
} from './experiment/run-study.ts';
export {
  morris,
  type Sensitivity,
  type SensitivityQuestion,
  sobol,
  tornado,
} from './experiment/sensitivity.ts';
export { mergeShards, runShard, type Shard, type ShardRuns } from './experiment/shard.ts';
export type { PlanCandidate } from './experiment/smallest-meeting.ts';
export { fixedNumber, type StopRule, untilPrecise } from './experiment/stop-rule.ts';
export {
  type CellResult,
  type CellStore,
  cheapestMeeting,
  runSweep,
  type Sweep,
  type SweepCell,
  type SweepRow,
} from './experiment/sweep.ts';
export { mergeSweeps, type SweepDesign, type SweepPart } from './experiment/sweep-merge.ts';
export type { VarianceShare } from './experiment/variance-share.ts';
export { exportSettings } from './export/export-settings.ts';
export { type Exported, type ExportPool, type ExportTarget, exportTargets } from './export/export-target.ts';
export { type ImportOptions, importPolicy } from './export/import-policy.ts';
export { type ImportedPolicy, scalingText } from './export/imported-policy.ts';
export * from './jitsi/library.ts';
export { erlangB, offeredLoadForBlocking, serversForBlocking } from './queueing/erlang-b.ts';
export { erlangC, serversForDelay, waitMeanMs } from './queueing/erlang-c.ts';
export { meanPresent } from './queueing/infinite-server.ts';
export { halfinWhittBeta, normalTailBeta, squareRootStaffing } from './queueing/square-root-staffing.ts';
export { checkJunit, checkLines, checkMarkdown } from './report/check-words.ts';
export { comparisonInWords } from './report/comparison-words.ts';
export { optimizationInWords, rejectionInWords } from './report/optimize-words.ts';
export { sensitivityInWords } from './report/sensitivity-words.ts';
export { joinStudies } from './scenario/joined-study.ts';
export type { BridgeScaling, JibriScaling, Scenario } from './scenario/scenario.ts';
export { parseSettings, type Setting, type SettingsVariant } from './scenario/settings.ts';
export type { Study } from './scenario/study.ts';
export { parseVaried, type Varied } from './scenario/vary.ts';
export { withPolicy } from './scenario/with-policy.ts';
export type { DecisionRow, MinuteColumns, RunRows, RunTotals } from './simulation/rows.ts';
export { type SimulateOptions, simulate } from './simulation/simulate.ts';
export { type Control, controlledEstimate } from './stats/control-variate.ts';
export {
  type Elasticity,
  type ElasticityCurves,
  elasticity,
  elasticSpeedup,
  elasticSpeedupEstimate,
  type ProvisioningRatios,
  scalingDeviation,
} from './stats/elasticity.ts';
export { type Estimate, estimate, estimatePairedDifference } from './stats/estimate.ts';
export { sobolDimensionsMax, sobolPoint } from './stats/sobol-sequence.ts';
export type { ConferenceClass, DemandClass } from './workload/demand.ts';
