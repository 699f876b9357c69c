/**
 * Gives the participants of a demand class their regions, whatever kind of demand it is: each conference has a home
 * region, drawn by the shares of the class; a participant is at home there with some probability, and otherwise drawn by
 * the same shares. So the shares hold for participants at large, and the probability says how mixed conferences are.
 *
 * Regions have a random stream of their own: no other draw of the demand changes with them.
 */
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { Geography } from '../jitsi/geography.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import { createConferenceSource } from '../workload/conference-source.ts';
import type { ConferenceSource, TimelineBuffer } from '../workload/timeline.ts';

/** The sources of all demand of a run, with the regions of their participants. */
export function runSources(scenario: Scenario, streams: RandomStreams): readonly ConferenceSource[] {
  const { demand, deployment, horizon } = scenario;
  return demand.map((one, index) =>
    withRegions(
      createConferenceSource(one, index, streams, horizon.durationMs),
      one,
      deployment.geography,
      streams,
    ),
  );
}

/** The source of the demand with regions drawn; the source itself where everybody is in one region. */
function withRegions(
  source: ConferenceSource,
  demand: Demand,
  geography: Geography | undefined,
  streams: RandomStreams,
): ConferenceSource {
  if (geography === undefined) return source;
  const { regions } = demand;
  if (regions === undefined) {
    return {
      nextStartMs: () => source.nextStartMs(),
      draw(into) {
        source.draw(into);
        into.region.fill(0, 0, into.participantCount);
      },
    };
  }
  const draws = new RegionDraws(regions, geography);
  const stream = streams.stream(`workload/${demand.name}/regions`);
  let conferences = 0;
  return {
    nextStartMs: () => source.nextStartMs(),
    draw(into) {
      source.draw(into);
      const draw = stream.at(conferences);
      conferences += 1;
      draws.fill(into, () => draw.nextUnit());
    },
  };
}

class RegionDraws {
  private readonly numbers: readonly number[];
  /** Shares summed up; the last is 1. */
  private readonly cumulative: Float64Array;
  private readonly homeRatio: number;

  constructor(regions: NonNullable<Demand['regions']>, geography: Geography) {
    this.numbers = regions.shares.map(({ region }) => geography.regions.indexOf(region));
    const total = regions.shares.reduce((sum, { share }) => sum + share, 0);
    let sum = 0;
    this.cumulative = Float64Array.from(regions.shares, ({ share }) => {
      sum += share;
      return sum / total;
    });
    this.cumulative[this.cumulative.length - 1] = 1;
    this.homeRatio = regions.homeRatio;
  }

  fill(into: TimelineBuffer, nextUnit: () => number): void {
    const home = this.pick(nextUnit());
    for (let i = 0; i < into.participantCount; i++) {
      into.region[i] = nextUnit() < this.homeRatio ? home : this.pick(nextUnit());
    }
  }

  private pick(unit: number): number {
    let index = 0;
    while (unit >= this.cumulative[index]! && index < this.cumulative.length - 1) index += 1;
    return this.numbers[index]!;
  }
}
