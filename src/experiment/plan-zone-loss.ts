/**
 * N+1 by the zone: how many bridges each zone needs so that the objectives hold on a day on which one of them is lost at the
 * busiest moment. Arithmetic first (those left are as many as planned), then by simulating the loss.
 */

import type { Geography } from '../jitsi/geography.ts';
import { unknownRegion } from '../jitsi/jicofo/selection-policy.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { busiestMs, meanParticipants } from './offered-load.ts';
import type { PlanQuestion } from './plan.ts';
import { sparePerZone, withBridges } from './plan-questions.ts';

export interface ZoneLossOptions {
  /** At least 2; those of the scenario unless it has others. */
  readonly zones: number;
  /** Bridges that are enough while nothing is lost. */
  readonly planned: number;
  readonly objectives: PlanQuestion['objectives'];
  readonly max: number;
}

/** How many bridges in each zone. What is lost is replaced in the other zones, as the policy and the boot allow. */
export function zoneLossQuestion(scenario: Scenario, options: ZoneLossOptions): PlanQuestion {
  const { zones, planned, objectives, max } = options;
  const { each } = sparePerZone(planned, zones);
  const deployment = { ...scenario.deployment, geography: geographyOf(scenario, zones) };
  const atMs = lossMs(scenario);
  const lost = deployment.geography.zones[deployment.geography.places[0]!.zone]!.name;
  const loss = {
    kind: 'zone-loss' as const,
    name: `loss of zone ${lost}`,
    timing: { kind: 'at' as const, atMs },
    zone: lost,
    durationSeconds: Math.ceil((scenario.horizon.durationMs - atMs) / 1000),
  };
  return {
    of: 'bridges in each zone',
    closedForm: {
      count: each,
      steps: [
        `those left must be at least the ${planned} that are enough without a loss: ceil(${planned} / ${zones - 1})`,
      ],
      doesNotKnow: [
        'the minutes after the loss, in which everybody who was there is invited to the bridges that are left, all at once: the simulation may need more',
        'bridges that are launched elsewhere for those that were lost: the simulation may need fewer',
      ],
    },
    min: 1,
    max,
    start: each,
    isMoreBetter: true,
    objectives,
    scenarioAt: (count) =>
      withBridges({ ...scenario, deployment, faults: [...scenario.faults, loss] }, count * zones),
  };
}

/** As busy as this share of the busiest moment is busy enough: within what a curve's minutes differ anyway. Assumed. */
const BUSY_RATIO = 0.99;
/** Moments looked at, evenly over the horizon: every 5 minutes of a day. */
const MOMENTS = 288;

/**
 * When the zone is lost, milliseconds since the horizon start: the first moment that is nearly as busy as the busiest, so that
 * there is a day left in which to suffer from it.
 */
export function lossMs({ demand, horizon: { durationMs } }: Scenario): number {
  const presentAt = (atMs: number): number =>
    demand.reduce((sum, one) => sum + meanParticipants(one, durationMs, atMs), 0);
  const busiest = busiestMs(demand, durationMs);
  const enough = BUSY_RATIO * presentAt(busiest);
  const moments = Array.from({ length: MOMENTS }, (_, at) => Math.round((at * durationMs) / MOMENTS));
  return moments.find((atMs) => presentAt(atMs) >= enough && atMs <= busiest) ?? busiest;
}

/** The scenario's own places when they are that many zones of equal shares, else zones a, b, ... of its region. */
function geographyOf({ deployment }: Scenario, zones: number): Geography {
  const { geography, region } = deployment;
  const places = geography?.places ?? [];
  const areEqual = places.every(({ share }) => share === places[0]!.share);
  if (geography !== undefined && places.length === zones && areEqual) return geography;
  const own = geography?.regions ?? [region];
  return {
    regions: own,
    zones: Array.from({ length: zones }, (_, at) => ({ name: `zone-${at + 1}`, region: 0 })),
    places: Array.from({ length: zones }, (_, zone) => ({ zone, share: 1 })),
    spread: 'balanced',
    regionGroups: geography?.regionGroups ?? [],
    localRegion: geography?.localRegion ?? unknownRegion,
    roundTripMs: geography?.roundTripMs ?? [[Number.NaN]],
  };
}
