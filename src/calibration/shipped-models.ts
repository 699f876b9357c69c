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
import type { FitReport } from './fit-report.ts';
import { sourcedMediaProfiles } from './media/sourced-profiles.ts';
import type { ModelFile } from './model-file.ts';
import { jibriModel } from './recorders/jibri-model.ts';
import { CalibrationRefused } from './refusal.ts';
import { calibrateSignalling } from './signalling/calibrate-signalling.ts';
import type { TextRow } from './text-rows.ts';

export interface Calibration {
  readonly models: readonly ModelFile[];
  readonly reports: readonly FitReport[];
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
  readonly refit: (rows: Rows, streams: RandomStreams) => Calibration;
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
  },
  {
    datasets: [quickTest],
    refit: (rows) => ({ models: [openfunKubernetesBoot(rows(quickTest)), vmImageBoot()], reports: [] }),
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
  };
}

function partsOn(folders: readonly string[]): readonly ShippedPart[] {
  return shippedParts.filter(({ datasets }) => datasets.some((path) => folders.includes(folderOf(path))));
}

function folderOf(path: string): string {
  return path.split('/')[1]!;
}
