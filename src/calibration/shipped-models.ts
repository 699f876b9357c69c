/**
 * The calibrated models that ship with jitsim: from the rows of `datasets/` to the files of `models/`.
 *
 * A test refits them and compares byte for byte, so no number in `models/` can drift from its data.
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import { openfunKubernetesBoot, vmImageBoot } from './boot/boot-models.ts';
import { calibrateBridge } from './bridge/calibrate-bridge.ts';
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

/** Files whose rows `calibrateShippedModels` needs, by their path in the repository. */
export const calibrationDatasets = [
  'datasets/openfun-load-tests/conferences-of-5-3.csv',
  'datasets/openfun-load-tests/one-conference-4.csv',
  'datasets/openfun-load-tests/one-conference-6.csv',
  'datasets/openfun-load-tests/autoscaling-day-1min.csv',
  'datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv',
  'datasets/openfun-hpa-quick-test/hpa-quick-test.csv',
  'datasets/jibri-reports/jibri-reports.csv',
  'datasets/stream-rates/stream-rates.csv',
] as const;

/** Seed of the bootstrap intervals; any other gives intervals that differ in the third digit. */
const bootstrapSeed = 1;

/**
 * Every shipped calibration. `rowsOf` returns the rows of one of `calibrationDatasets`.
 *
 * Throws `CalibrationRefused` when rows are missing or cannot carry a fit.
 */
export function calibrateShippedModels(
  rowsOf: (path: string) => readonly TextRow[] | undefined,
): Calibration {
  const rows = (path: (typeof calibrationDatasets)[number]): readonly TextRow[] => {
    const found = rowsOf(path);
    if (found === undefined || found.length === 0) {
      throw new CalibrationRefused({ place: path, problem: 'has no rows', hint: 'restore the file' });
    }
    return found;
  };
  const streams = createRandomStreams({ seed: bootstrapSeed, replication: 0 });
  const bridge = calibrateBridge(
    {
      conferencesOf5: rows('datasets/openfun-load-tests/conferences-of-5-3.csv'),
      oneConference4: rows('datasets/openfun-load-tests/one-conference-4.csv'),
      oneConference6: rows('datasets/openfun-load-tests/one-conference-6.csv'),
    },
    streams,
  );
  const signalling = calibrateSignalling(
    {
      autoscalingDay: rows('datasets/openfun-load-tests/autoscaling-day-1min.csv'),
      prosodyRise: rows('datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv'),
      oneConference6: rows('datasets/openfun-load-tests/one-conference-6.csv'),
      hpaQuickTest: rows('datasets/openfun-hpa-quick-test/hpa-quick-test.csv'),
    },
    streams,
  );
  const jibri = jibriModel(rows('datasets/jibri-reports/jibri-reports.csv'));
  return {
    models: [
      bridge.bridge,
      bridge.media,
      ...sourcedMediaProfiles(rows('datasets/stream-rates/stream-rates.csv')),
      openfunKubernetesBoot(rows('datasets/openfun-hpa-quick-test/hpa-quick-test.csv')),
      vmImageBoot(),
      signalling.signalling,
      jibri.model,
    ],
    reports: [...bridge.reports, ...signalling.reports, jibri.report],
  };
}
