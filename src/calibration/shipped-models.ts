/**
 * The calibrated models that ship with jitsim: from the rows of `datasets/` to the files of `models/`.
 *
 * A test refits them and compares byte for byte, so no number in `models/` can drift from its data.
 */
import { createRandomStreams, type RandomStreams } from '../engine/random/random-streams.ts';
import { openfunKubernetesBoot, vmImageBoot } from './boot/boot-models.ts';
import { calibrateBridge } from './bridge/calibrate-bridge.ts';
import { untestedBridges } from './bridge/machine-types.ts';
import { enterpriseMeetings } from './conferences/enterprise-meetings.ts';
import type { FitReport, Unfitted } from './fit-report.ts';
import { sourcedMediaProfiles } from './media/sourced-profiles.ts';
import type { ModelFile } from './model-file.ts';
import { jibriModel } from './recorders/jibri-model.ts';
import { CalibrationRefused } from './refusal.ts';
import { calibrateSignalling } from './signalling/calibrate-signalling.ts';
import type { TextRow } from './text-rows.ts';

export interface Calibration {
  readonly models: readonly ModelFile[];
  readonly reports: readonly FitReport[];
  /** Models without a fit, and why. */
  readonly unfitted: readonly Unfitted[];
}

const quickTest = 'datasets/openfun-hpa-quick-test/hpa-quick-test.csv';
const autoscalingDay = 'datasets/openfun-load-tests/autoscaling-day-1min.csv';
const prosodyRise = 'datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv';
const conferencesOf5 = 'datasets/openfun-load-tests/conferences-of-5-3.csv';
const oneConference4 = 'datasets/openfun-load-tests/one-conference-4.csv';
const oneConference6 = 'datasets/openfun-load-tests/one-conference-6.csv';
const productionDefaults = 'datasets/jitsi-production-defaults/production-defaults.csv';
const capacityReports = 'datasets/jvb-capacity-reports/capacity-reports.csv';
const jibriReports = 'datasets/jibri-reports/jibri-reports.csv';
const streamRates = 'datasets/stream-rates/stream-rates.csv';
const sizesAndDurations = 'datasets/conference-size-duration/size-duration.csv';

type Rows = (path: string) => readonly TextRow[];

/** Models that are fitted together, and the files they rest on. */
interface ShippedPart {
  readonly datasets: readonly string[];
  readonly refit: (rows: Rows, streams: RandomStreams) => Omit<Calibration, 'unfitted'>;
  readonly unfitted?: readonly Unfitted[];
}

const shippedParts: readonly ShippedPart[] = [
  {
    datasets: [conferencesOf5, oneConference4, oneConference6, productionDefaults, capacityReports],
    refit: (rows, streams) => {
      const { bridge, media, reports } = calibrateBridge(
        {
          conferencesOf5: rows(conferencesOf5),
          oneConference4: rows(oneConference4),
          oneConference6: rows(oneConference6),
        },
        streams,
      );
      const untested = untestedBridges(
        { productionDefaults: rows(productionDefaults), capacityReports: rows(capacityReports) },
        bridge,
      );
      return { models: [bridge, media, ...untested.models], reports: [...reports, untested.report] };
    },
  },
  {
    datasets: [streamRates],
    refit: (rows) => ({ models: sourcedMediaProfiles(rows(streamRates)), reports: [] }),
    unfitted: [
      {
        models: ['media/all-cameras-tile', 'media/meeting-default', 'media/webinar-stage'],
        reason:
          'no load test with cameras on published packets or bits by sender and receiver, so there is no point to meet and none to be off',
        instead:
          'rates of single streams as their code and authors give them, times an assumed share of the maximum and an assumed layout; a load test of your own with cameras on gives a fit',
      },
    ],
  },
  {
    datasets: [quickTest],
    refit: (rows) => ({ models: [openfunKubernetesBoot(rows(quickTest)), vmImageBoot()], reports: [] }),
    unfitted: [
      {
        models: ['boot/openfun-kubernetes'],
        reason: 'one boot was observed: its stages are read off, and one boot has no residual',
        instead: 'the spread between boots is assumed; three boots of your own give a fit, twenty a good one',
      },
      {
        models: ['boot/vm-image'],
        reason: 'only means are published of how long virtual machines take to start, and none of a bridge',
        instead: 'the published mean and an assumed time for the bridge to register; as above',
      },
    ],
  },
  {
    datasets: [autoscalingDay, prosodyRise, oneConference6, quickTest],
    refit: (rows, streams) => {
      const { signalling, reports } = calibrateSignalling(
        {
          autoscalingDay: rows(autoscalingDay),
          prosodyRise: rows(prosodyRise),
          oneConference6: rows(oneConference6),
          hpaQuickTest: rows(quickTest),
        },
        streams,
      );
      return { models: [signalling], reports };
    },
  },
  {
    datasets: [jibriReports],
    refit: (rows) => {
      const { model, report } = jibriModel(rows(jibriReports));
      return { models: [model], reports: [report] };
    },
  },
  {
    datasets: [sizesAndDurations],
    refit: (rows) => ({ models: [enterpriseMeetings(rows(sizesAndDurations))], reports: [] }),
    unfitted: [
      {
        models: ['conferences/enterprise-2022'],
        reason:
          'three published figures determine the parameters exactly: they are met, nothing is left over, and the family of the distribution is an assumption',
        instead: 'the sizes and durations of your own meetings give a fit, with its choice among families',
      },
    ],
  },
];

/** Files whose rows `calibrateShippedModels` needs, by their path in the repository. */
export const calibrationDatasets: readonly string[] = [
  ...new Set(shippedParts.flatMap(({ datasets }) => datasets)),
];

/** Folders of `datasets/` on which a shipped model rests. */
export const calibrationFolders: readonly string[] = [...new Set(calibrationDatasets.map(folderOf))];

/** Files needed for the models that rest on any of these folders: theirs, and those fitted together with them. */
export function datasetsNeeded(folders: readonly string[]): readonly string[] {
  return [...new Set(partsOn(folders).flatMap(({ datasets }) => datasets))];
}

/** Seed of the bootstrap intervals; any other gives intervals that differ in the third digit. */
const bootstrapSeed = 1;

/**
 * The shipped calibrations, or only those that rest on one of `folders` (names below `datasets/`). `rowsOf` returns the
 * rows of one of `calibrationDatasets`. Which others are fitted changes no number of a model.
 *
 * Throws `CalibrationRefused` when rows are missing or cannot carry a fit.
 */
export function calibrateShippedModels(
  rowsOf: (path: string) => readonly TextRow[] | undefined,
  folders: readonly string[] = calibrationFolders,
): Calibration {
  const rows: Rows = (path) => {
    const found = rowsOf(path);
    if (found === undefined || found.length === 0) {
      throw new CalibrationRefused({ place: path, problem: 'has no rows', hint: 'restore the file' });
    }
    return found;
  };
  const streams = createRandomStreams({ seed: bootstrapSeed, replication: 0 });
  const fitted = partsOn(folders).map(({ refit }) => refit(rows, streams));
  return {
    models: fitted.flatMap(({ models }) => models),
    reports: fitted.flatMap(({ reports }) => reports),
    unfitted: partsOn(folders).flatMap(({ unfitted = [] }) => unfitted),
  };
}

function partsOn(folders: readonly string[]): readonly ShippedPart[] {
  return shippedParts.filter(({ datasets }) => datasets.some((path) => folders.includes(folderOf(path))));
}

function folderOf(path: string): string {
  return path.split('/')[1]!;
}
