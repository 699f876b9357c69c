/**
 * Published statistics of meetings (V17): 48 million meetings of 2022, means and one share only.
 */
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { readScenario } from '../../../src/io/node.ts';
import { createConferenceSource } from '../../../src/workload/conference-source.ts';
import { TimelineBuffer } from '../../../src/workload/timeline.ts';
import type { MeasurementCase } from './measurement-case.ts';

const source = 'Harvard Business Review and Vyopta 2022 via tech.co, datasets/conference-size-duration';
const replications = 20;

interface Meetings {
  readonly meanSize: number;
  readonly oneToOneRatio: number;
  readonly meanMinutes: number;
}

/** Draws a day of meetings a replication; the calibrated class, through the whole demand path. */
async function meetings(): Promise<readonly Meetings[]> {
  const study = await readScenario(new URL('./scenarios/enterprise-meetings.yaml', import.meta.url).pathname);
  const scenario = study.variants[0];
  const demand = scenario?.demand[0];
  if (scenario === undefined || demand === undefined)
    throw new Error('enterprise-meetings.yaml has no demand');
  return Array.from({ length: replications }, (_, replication) => {
    const streams = createRandomStreams({ seed: 1, replication });
    const conferences = createConferenceSource(demand, 0, streams, scenario.horizon.durationMs);
    const buffer = new TimelineBuffer();
    let count = 0;
    let participants = 0;
    let pairs = 0;
    let minutes = 0;
    while (conferences.nextStartMs() < scenario.horizon.durationMs) {
      conferences.draw(buffer);
      count += 1;
      participants += buffer.participantCount;
      pairs += Number(buffer.participantCount === 2);
      const leaves = buffer.leaveMs.subarray(0, buffer.participantCount);
      minutes += (leaves.reduce((a, b) => Math.max(a, b), 0) - (buffer.joinMs[0] ?? 0)) / 60_000;
    }
    return { meanSize: participants / count, oneToOneRatio: pairs / count, meanMinutes: minutes / count };
  });
}

const scenario = 'meetings of the class enterprise-2022, a day of 2000';

export const demandCases: readonly MeasurementCase[] = [
  {
    id: 'V17',
    scenario,
    quantity: 'mean participants',
    observed: '10',
    source,
    acceptLow: 9,
    acceptHigh: 11,
    predict: async () => (await meetings()).map(({ meanSize }) => meanSize),
    caveat:
      'The class is fitted to this figure (jitsim calibrate datasets/conference-size-duration), so this is a check of the fit and of the whole demand path, no prediction.',
  },
  {
    id: 'V17',
    scenario,
    quantity: 'share of one-to-one meetings',
    observed: '0.42',
    source,
    acceptLow: 0.39,
    acceptHigh: 0.45,
    predict: async () => (await meetings()).map(({ oneToOneRatio }) => oneToOneRatio),
    caveat: 'As above.',
  },
  {
    id: 'V17',
    scenario,
    quantity: 'mean minutes from first join to last leave',
    observed: '33',
    source,
    acceptLow: 29.7,
    acceptHigh: 36.3,
    predict: async () => (await meetings()).map(({ meanMinutes }) => meanMinutes),
    caveat: 'As above.',
  },
];
