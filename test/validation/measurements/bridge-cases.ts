/**
 * Measurements of bridges and their scaling: OpenFUN's HPA test (V6) and its single conference of 700 (V12).
 */
import type { RunRows } from '../../../src/simulation/rows.ts';
import { type MeasurementCase, replicate } from './measurement-case.ts';
import { runsOf } from './signalling-cases.ts';

const replications = 20;
const hpaTest =
  'openfun/jitsi-meet-torture-rocket@d4e61db docs/load_tests/quick_tests/2022-03-22-HPA-implementation';

let hpaRuns: Promise<readonly RunRows[]> | null = null;

function hpaTestRuns(): Promise<readonly RunRows[]> {
  hpaRuns ??= replicate('hpa-quick-test.yaml', replications);
  return hpaRuns;
}

/** Minutes from the first join until the second bridge serves. */
function secondReadyAfterDecisionSeconds({ decisions, minutes }: RunRows): number {
  const decidedMs = decisions.find(({ desiredAfter }) => desiredAfter === 2)?.atMs ?? Number.NaN;
  const readyRow = minutes.bridgesReady.indexOf(2);
  return (minutes.minute[readyRow] ?? Number.NaN) * 60 - decidedMs / 1000;
}

const loadThresholdKpps = 50;

export const bridgeCases: readonly MeasurementCase[] = [
  {
    id: 'V6',
    scenario: '200 participants in 4 conferences of 50 on one bridge (3.2 cores), HPA',
    quantity: 'packets the saturated bridge carries, kpps',
    observed: '65 to 77',
    source: hpaTest,
    acceptLow: 65 * 0.75,
    acceptHigh: 77 * 1.25,
    predict: async () => (await hpaTestRuns()).map(({ totals }) => totals.stressMax * loadThresholdKpps),
  },
  {
    id: 'V6',
    scenario: '200 participants in 4 conferences of 50 on one bridge (3.2 cores), HPA',
    quantity: 'second bridge ready after the decision, s',
    observed: '240',
    source: hpaTest,
    acceptLow: 180,
    acceptHigh: 300,
    predict: async () => (await hpaTestRuns()).map(secondReadyAfterDecisionSeconds),
    caveat:
      'The boot model comes from this observation, the only one published: a check of the wiring, no evidence.',
  },
  {
    id: 'V6',
    scenario: '200 participants in 4 conferences of 50 on one bridge (3.2 cores), HPA',
    quantity: 'participants moved to the second bridge',
    observed: '0',
    source: hpaTest,
    acceptLow: 0,
    acceptHigh: 0,
    predict: async () => (await hpaTestRuns()).map(({ totals }) => totals.participantsMoved),
  },
  {
    id: 'V12',
    scenario: 'one conference of 700, at most 100 of it on a bridge',
    quantity: 'bridges that carry it',
    observed: 'about 8',
    source: 'openfun/jitsi-meet-torture-rocket@dab487f docs/load_tests/2022-03-29',
    acceptLow: 7,
    acceptHigh: 9,
    predict: async () =>
      (await replicate('room-of-700.yaml', replications)).map(({ totals }) => totals.bridgesPerConferenceMax),
    missExplained:
      'With ten senders each participant adds 0.01 of stress, so a bridge reaches the threshold of 0.8 at about 70 ' +
      'participants, before the cap of 100, and 700 need ten bridges. That only eight were seen means that real stress ' +
      'was lower: after noon clients came back without media (signalling valid, media not), and from 16:57 the ' +
      "stress readings of that day are near zero. By the cap alone it takes seven. All of Jicofo's rules are in the " +
      'prediction: a bridge at the threshold is left for one outside the conference, whatever else is set.',
  },
  {
    id: 'V12',
    scenario: 'one conference of 707, at most 100 of it on a bridge, without media',
    quantity: 'bridges that carry it',
    observed: 'about 8',
    source: 'openfun/jitsi-meet-torture-rocket@dab487f docs/load_tests/2022-03-29',
    acceptLow: 7,
    acceptHigh: 9,
    predict: async () =>
      (await replicate('room-of-707-without-media.yaml', replications)).map(
        ({ totals }) => totals.bridgesPerConferenceMax,
      ),
    caveat:
      'The afternoon as it was: clients had come back without media, and 707 was the measured peak ' +
      '(datasets/openfun-load-tests/autoscaling-day-1min.csv). With the cap alone it takes 8.',
  },
  {
    id: 'B10',
    scenario: 'load test 9 in the morning: one conference grows to 490, no cap, threshold 0.6',
    quantity: 'bridges that carry it',
    observed: '4 (panel of participants by pod)',
    source: 'openfun/jitsi-meet-torture-rocket@dab487f docs/load_tests/2022-03-29',
    acceptLow: 3,
    acceptHigh: 5,
    predict: async () =>
      (await runsOf('signalling-morning.yaml', '768 connections a worker')).map(
        ({ totals }) => totals.bridgesPerConferenceMax,
      ),
    missExplained:
      'Some 120 of one conference on a bridge would be stress 1.2 by its packets, and Jicofo would have left the bridge ' +
      'long before. So the large conference cost less a participant than load test 6 says, or the panel does not show ' +
      'what it seems to: participants of a bridge include those of others. No packets of that room were published.',
  },
];
