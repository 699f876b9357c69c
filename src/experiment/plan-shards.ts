/**
 * The closed form for shards: how many the busiest minute asks for, by Prosody's one core and the sockets of the web front.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import { backgroundCores, joinCoreSeconds } from '../jitsi/signalling/prosody-costs.ts';
import type { SignallingModel } from '../jitsi/signalling/signalling-model.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import { cdf } from '../stats/distributions/cdf.ts';
import { busiestMs, meanParticipants, meanSize } from './offered-load.ts';
import { type ClosedForm, conferencesBegun, figure, MINUTES_STEP, msPerMinute } from './plan-closed-form.ts';

/** Share of Prosody's core that is planned for; the rest is for what comes at once. */
const PROSODY_TARGET_CORES = 0.7;
/** Share of the front's sockets that is planned for. */
const SOCKETS_TARGET_RATIO = 0.8;
/**
 * Shards so that none needs more than 0.7 of Prosody's one core, nor 0.8 of the web front's sockets.
 *
 *   cores(k) = b + b2 J^2 + a N/k + (joins a second)/k (c0 + c1 n),   n occupants met by a join, half a conference
 *
 * J bridges register with each shard: all of them, or those of its own.
 *
 * Source of the costs: `models/signalling`, fitted on OpenFUN's load test 9.
 */
export function shardsClosedForm(scenario: Scenario, model: SignallingModel, bridges: number): ClosedForm {
  const { demand, horizon } = scenario;
  const { durationMs } = horizon;
  const atMs = busiestMs(demand, durationMs);
  const participants = demand.reduce((sum, one) => sum + meanParticipants(one, durationMs, atMs), 0);
  const joins = busiestJoins(demand, durationMs);
  const sockets =
    model.frontWorkerConnections === null
      ? Number.POSITIVE_INFINITY
      : model.frontPods * model.frontWorkersPerPod * model.frontWorkerConnections;
  const isShared = scenario.deployment.shards?.hasOwnBridges !== true;
  const registered = (shards: number): number => (isShared ? bridges : bridges / shards);
  const cores = (shards: number): number =>
    backgroundCores(model, registered(shards), participants / shards) + joins.coresOf(model) / shards;
  const socketsUsed = (shards: number): number => (participants * model.frontSocketsPerParticipant) / shards;
  let count = 1;
  while (
    count < SHARDS_MAX &&
    (cores(count) > PROSODY_TARGET_CORES || socketsUsed(count) > SOCKETS_TARGET_RATIO * sockets)
  ) {
    count += 1;
  }
  return {
    count,
    steps: [
      `at the busiest moment ${figure(participants)} participants are there, and ${figure(bridges)} bridges${isShared ? ', which register with every shard' : ''}; the busiest minute brings ${figure(joins.perSecond)} joins a second into conferences of ${figure(joins.size)}`,
      `one shard would need ${figure(cores(1))} core of Prosody, ${count} need ${figure(cores(count))} each (planned for: ${PROSODY_TARGET_CORES})`,
      Number.isFinite(sockets)
        ? `and ${figure(socketsUsed(count))} of the ${figure(sockets)} sockets of each web front (planned for: ${100 * SOCKETS_TARGET_RATIO} %)`
        : 'sockets of the web front have no ceiling',
    ],
    doesNotKnow: [
      'the backlog that a longer burst leaves, and the storm of those who come back after a restart: the simulation may need more',
      'rooms are dealt to shards whole and by hash, so that one shard has more than its share: the simulation may need more',
    ],
  };
}

/** Most shards that the closed form goes up to. */
const SHARDS_MAX = 1000;

/** Joins a second in the busiest minute, and the size of the conferences they go into. */
function busiestJoins(
  demands: readonly Demand[],
  horizonMs: number,
): { readonly perSecond: number; readonly size: number; coresOf(model: SignallingModel): number } {
  let most = { perSecond: 0, size: 1 };
  const minuteRatios = demands.map((one) => busiestMinuteRatio(one.conferenceClass.joinOffsetSeconds));
  for (let fromMs = 0; fromMs < horizonMs; fromMs += MINUTES_STEP * msPerMinute) {
    let joins = 0;
    let weighted = 0;
    demands.forEach((one, index) => {
      const size = meanSize(one.conferenceClass);
      const begun = conferencesBegun(one, fromMs, fromMs + MINUTES_STEP * msPerMinute, horizonMs);
      // Along a curve starts are spread already; those of a burst only by who comes early or late.
      const perSecond =
        one.kind === 'curve'
          ? (begun * size) / (MINUTES_STEP * 60)
          : (begun * size * minuteRatios[index]!) / 60;
      joins += perSecond;
      weighted += perSecond * size;
    });
    if (joins > most.perSecond) most = { perSecond: joins, size: weighted / joins };
  }
  return { ...most, coresOf: (model) => most.perSecond * joinCoreSeconds(model, (most.size - 1) / 2) };
}

/** Seconds around a planned start in which the busiest minute is looked for, and the step. */
const OFFSET_SECONDS_MAX = 3600;
const OFFSET_SECONDS_STEP = 10;

/** Largest share of the joins that falls into one minute. */
function busiestMinuteRatio(offsetSeconds: Distribution): number {
  let most = 0;
  for (let from = -OFFSET_SECONDS_MAX; from < OFFSET_SECONDS_MAX; from += OFFSET_SECONDS_STEP) {
    most = Math.max(most, cdf(offsetSeconds, from + 60) - cdf(offsetSeconds, from - 1e-6));
  }
  return Math.min(1, most);
}
