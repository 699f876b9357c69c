/**
 * A burst of joins that Jicofo placed on one bridge although ten others were idle (V11), and what its limit per interval
 * makes of it.
 */
import type { RunRows } from '../../../src/simulation/rows.ts';
import { type MeasurementCase, replicate } from './measurement-case.ts';

const replications = 20;
const source = 'jitsi/jicofo#1298 and jitsi/infra-configuration#942, August 2026, production of 8x8';

const runs = new Map<string, Promise<readonly RunRows[]>>();

function burstRuns(file: string): Promise<readonly RunRows[]> {
  const known = runs.get(file) ?? replicate(file, replications);
  runs.set(file, known);
  return known;
}

const asItWas = 'join-burst.yaml';
const limited = 'join-burst-limited.yaml';
const scenario = '92 join one conference within 31 s, 11 idle bridges, Jicofo as at 8x8';

export const selectionCases: readonly MeasurementCase[] = [
  {
    id: 'V11',
    scenario,
    quantity: 'participants on the fullest bridge',
    observed: '58',
    source,
    acceptLow: 40,
    acceptHigh: 75,
    predict: async () => (await burstRuns(asItWas)).map(({ totals }) => totals.participantsPerBridgeMax),
  },
  {
    id: 'V11',
    scenario,
    quantity: 'stress of the fullest bridge',
    observed: '1.1',
    source,
    acceptLow: 0.8,
    acceptHigh: 1.4,
    predict: async () => (await burstRuns(asItWas)).map(({ totals }) => totals.stressMax),
    caveat:
      'The number of cameras is chosen so that 58 participants make 1.1, as reported: what is tested is how many come ' +
      'before the report does.',
  },
  {
    id: 'V11',
    scenario: `${scenario}, at most 30 a minute`,
    quantity: 'participants on the fullest bridge',
    observed: 'at most 30 (what the limit is for)',
    source,
    acceptLow: 0,
    acceptHigh: 30,
    predict: async () => (await burstRuns(limited)).map(({ totals }) => totals.participantsPerBridgeMax),
  },
];
