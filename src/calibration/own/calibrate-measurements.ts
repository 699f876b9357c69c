/**
 * Measurements of one's own to models: looks at the columns, fits what they allow, and says what it could not fit and
 * why. Shipped models stand in for what was not measured.
 */
import { createRandomStreams } from '../../engine/random/random-streams.ts';
import type { FitReport } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import type { MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import type { ModelFile } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { BaseModels } from './base-models.ts';
import type { Given } from './given.ts';
import { fitOwnBoot } from './own-boot.ts';
import { fitOwnBridges } from './own-bridge.ts';
import { ownBridgeTest } from './own-bridge-test.ts';
import { fitOwnConferences } from './own-conferences.ts';
import { fitOwnDemand } from './own-demand.ts';
import type { OwnFit, OwnFitOptions } from './own-fit.ts';
import { fitOwnRecorders, isOfRecorders } from './own-recorders.ts';
import { fitOwnShard, type ShardTable, shardKindOf, shardsOf } from './own-shard.ts';

/**
 * What can be fitted, by the folder of `models/` that it fills; `bridges` fills `media` as well, and `front`, the web
 * front of a shard, fills `signalling`.
 */
export const fitKinds = [
  'bridges',
  'signalling',
  'front',
  'recorders',
  'conferences',
  'demand',
  'boot',
] as const;
export type FitKind = (typeof fitKinds)[number];

/** A table with what is known of its test. */
export interface OwnTable {
  readonly table: MeasurementTable;
  readonly given: Given;
}

export interface OwnCalibration {
  readonly models: readonly ModelFile[];
  readonly reports: readonly FitReport[];
  /** To know before using the models: what was assumed, what to write in a scenario. */
  readonly notes: readonly string[];
  /** Fits that the columns called for and the data could not carry. */
  readonly refusals: readonly CalibrationRefused[];
}

const defaultSeed = 1;
/** Draws of each bootstrap. */
const defaultDraws = 1000;

/**
 * Throws `CalibrationRefused` when nothing could be fitted: with the first reason, or with what the columns would have
 * to be.
 */
export function calibrateMeasurements(options: {
  /** Name of the models, and of their files. */
  readonly name: string;
  readonly tables: readonly OwnTable[];
  /** null to fit all that the columns allow. */
  readonly kind: FitKind | null;
  readonly base: BaseModels;
  readonly seed?: number;
  readonly draws?: number;
}): OwnCalibration {
  const { name, tables, base, draws = defaultDraws } = options;
  const streams = createRandomStreams({ seed: options.seed ?? defaultSeed, replication: 0 });
  const planned = tables.map((own) => ({ own, kinds: kindsOf(own.table, options.kind) }));
  const unitsFor =
    (part: string) =>
    (fit: string): NextUnit => {
      const stream = streams.stream(`calibration/own/${part}/${fit}`);
      return () => stream.nextUnit();
    };
  const jobs: (() => OwnFit)[] = [];
  const bridges = planned.filter(({ kinds }) => kinds.includes('bridges')).map(({ own }) => own);
  if (bridges.length > 0) {
    const given = Object.assign({}, ...bridges.map((own) => own.given)) as Given;
    jobs.push(() => {
      const tests = bridges.map((own) => ownBridgeTest(own.table, own.given));
      return fitOwnBridges({ tests, given, name, base, unitsOf: unitsFor('bridges'), draws });
    });
  }
  const shards: ShardTable[] = [];
  for (const [i, { own, kinds }] of planned.entries()) {
    const shared = { ...own, name: tables.length === 1 ? name : `${name}-${i + 1}`, base, draws };
    const isLog = isConferenceLog(own.table);
    for (const kind of kinds) {
      const unitsOf = unitsFor(`${kind}/${i}`);
      if (kind === 'signalling' || kind === 'front') {
        shards.push({ ...shared, unitsOf, isFront: kind === 'front' });
      } else if (kind !== 'bridges') jobs.push(() => fitOne(kind, { ...shared, unitsOf, isLog }));
    }
  }
  for (const shard of shardsOf(shards)) {
    // One shard of several tables is called as a whole.
    const ofOne = shard.length > 1 ? shard.map((table) => ({ ...table, name })) : shard;
    jobs.push(() => fitOwnShard(ofOne));
  }
  return collected(jobs.map(attempt), tables);
}

type OneOptions = OwnFitOptions & { readonly isLog: boolean };

function fitOne(kind: Exclude<FitKind, 'bridges' | 'signalling' | 'front'>, options: OneOptions): OwnFit {
  switch (kind) {
    case 'recorders':
      return fitOwnRecorders(options);
    case 'conferences':
      return fitOwnConferences(options);
    case 'demand':
      return fitOwnDemand(options);
    case 'boot':
      return fitOwnBoot(options);
  }
}

function attempt(job: () => OwnFit): OwnFit | CalibrationRefused {
  try {
    return job();
  } catch (error) {
    if (error instanceof CalibrationRefused) return error;
    throw error;
  }
}

function collected(
  outcomes: readonly (OwnFit | CalibrationRefused)[],
  tables: readonly OwnTable[],
): OwnCalibration {
  const refusals = outcomes.filter((outcome) => outcome instanceof CalibrationRefused);
  const fits = outcomes.filter((outcome): outcome is OwnFit => !(outcome instanceof CalibrationRefused));
  if (fits.length === 0) throw refusals[0] ?? nothingToFit(tables);
  return {
    models: fits.flatMap(({ models }) => models),
    reports: fits.flatMap(({ reports }) => reports),
    notes: [...tables.flatMap(({ table }) => table.notes), ...fits.flatMap(({ notes }) => notes)],
    refusals,
  };
}

/** What the columns of a table allow; `asked` alone when the user says what it is. */
function kindsOf(table: MeasurementTable, asked: FitKind | null): readonly FitKind[] {
  if (asked !== null) return [asked];
  const isClocked = table.timeMs !== null;
  if (has(table, 'participants') && has(table, 'packet-rate')) return ['bridges'];
  if (isOfRecorders(table)) return ['recorders'];
  if (isHistogram(table)) return ['conferences'];
  if (has(table, 'participants') && (has(table, 'cpu') || has(table, 'count'))) {
    // The same columns are those of a bridge without packets, of Prosody and of the web front: names decide.
    const kind = shardKindOf(table);
    return kind === null ? [] : [kind];
  }
  if (has(table, 'participants') && has(table, 'duration') && !has(table, 'rate')) {
    return isClocked ? ['conferences', 'demand'] : ['conferences'];
  }
  if (isClocked && table.columns.length === 0) return ['demand'];
  if (isClocked && has(table, 'participants') && table.columns.length === 1) return ['demand'];
  const [only, ...more] = table.columns;
  // One column of sizes or of durations, and nothing beside it: a row is a conference.
  if (
    !isClocked &&
    more.length === 0 &&
    (only?.quantity === 'participants' || only?.quantity === 'duration')
  ) {
    return ['conferences'];
  }
  const stages = table.columns.filter(({ quantity }) => quantity === 'duration');
  return stages.length > 1 && stages.length === table.columns.length ? ['boot'] : [];
}

/** Whether rows count conferences by size or duration: nothing else in them, no clock, and no sockets that are counted. */
function isHistogram(table: MeasurementTable): boolean {
  const quantities = table.columns.map(({ quantity }) => quantity);
  const ofWhat: readonly Quantity[] = ['participants', 'duration'];
  return (
    table.timeMs === null &&
    quantities.filter((quantity) => quantity === 'count').length === 1 &&
    quantities.some((quantity) => ofWhat.includes(quantity)) &&
    quantities.every((quantity) => quantity === 'count' || ofWhat.includes(quantity)) &&
    shardKindOf(table) === null
  );
}

/** Whether a row is a conference: then rows at one moment are no fault of the clock, and gaps are quiet hours. */
export function isConferenceLog(table: MeasurementTable): boolean {
  const isLoad = has(table, 'packet-rate') || has(table, 'cpu') || has(table, 'rate');
  const stages = table.columns.filter(({ quantity }) => quantity === 'duration').length;
  return table.columns.length === 0 || (!isLoad && stages === 1);
}

function has(table: MeasurementTable, quantity: Quantity): boolean {
  return table.columns.some((column) => column.quantity === quantity);
}

function nothingToFit(tables: readonly OwnTable[]): CalibrationRefused {
  const shown = tables.map(({ table }) => {
    const columns = table.columns.map(({ name, quantity }) => `${name} (${quantity})`);
    return `${table.name} has ${[...(table.timeMs === null ? [] : ['a clock']), ...columns].join(', ') || 'no columns'}`;
  });
  return new CalibrationRefused({
    place: tables.map(({ table }) => table.name).join(', ') || 'measurements',
    problem: `nothing to fit: ${shown.join('; ')}`,
    hint: 'a bridge needs participants and packet rate (and CPU); Prosody participants, CPU and a clock, with --kind signalling; a web front participants and CPU or sockets, with --kind front; recorders CPU, memory or GB an hour of each, with --kind recorders; conferences participants or durations of each; demand a clock with each start; boots the seconds of each stage',
  });
}
