/**
 * The traffic of a month, by region and shard where the run told them apart.
 *
 * Simplification: a TURN server stands outside the bridges' network, so that all it sends on leaves by the internet once
 * more, and what bridges send to it left too. Beside the bridges it would cost less.
 */
import type { TrafficUse } from '../billing/month-usage.ts';
import type { Place } from '../billing/price-book.ts';
import { siteOfText, type UsageRow } from '../simulation/rows.ts';
import type { Budget } from './budget.ts';
import { splitNames } from './day-type.ts';
import { type MonthDays, totalOf } from './month-days.ts';

type Measure = UsageRow['measure'];

/** Gigabytes from one place, of one shard. */
interface FromSite {
  readonly place: Place;
  readonly shard: string | null;
  readonly gigabytes: number;
}

export function trafficOf(budget: Budget, days: MonthDays): TrafficUse[] {
  const { place, written } = budget;
  const { traffic } = written;
  const toParticipants = egressOf(budget, days);
  const egress = toParticipants.reduce((sum, { gigabytes }) => sum + gigabytes, 0);
  const or = (measure: Measure, share: number): number => {
    const gigabytes = totalOf(budget, days, measure);
    return gigabytes > 0 ? gigabytes : share * egress;
  };
  const shared = { place, shard: null, destination: 'worldwide' } as const;
  const apart = Object.entries(traffic.destinations);
  const rest = 1 - apart.reduce((sum, [, share]) => sum + share, 0);
  return [
    ...toParticipants.flatMap(({ gigabytes, ...site }) =>
      [['worldwide', rest] as const, ...apart].map(
        ([destination, share]): TrafficUse => ({
          ...site,
          category: 'egress',
          component: 'bridges',
          kind: 'internet-out',
          description: 'to participants',
          destination,
          gigabytes: gigabytes * share,
        }),
      ),
    ),
    {
      ...shared,
      category: 'turn',
      component: 'turn',
      kind: 'internet-out',
      description: 'relayed by TURN',
      gigabytes: or('turn-gigabytes', traffic.turnRatio),
    },
    ...relaysOf(budget, days, or),
    {
      ...shared,
      category: 'recordings',
      component: 'recordings',
      kind: hasStorageTraffic(budget) ? 'object-storage-out' : 'internet-out',
      description: 'downloads of recordings',
      gigabytes:
        totalOf(budget, days, 'recorded-hours') *
        budget.recordedGigabytesPerHour *
        written.recordings.viewsPerRecording,
    },
  ];
}

/** Traffic to participants by site: as measured, or by participant-hours where the results hold none. */
export function egressOf(budget: Budget, days: MonthDays): FromSite[] {
  const measured = totalOf(budget, days, 'egress-gigabytes');
  if (measured > 0) return bySite(budget, days, 'site-egress-gigabytes', measured);
  const perHour = budget.written.traffic.gigabytesPerParticipantHour ?? 0;
  const gigabytes = totalOf(budget, days, 'participant-hours') * perHour;
  return [{ place: budget.place, shard: null, gigabytes }];
}

function relaysOf(
  budget: Budget,
  days: MonthDays,
  or: (measure: Measure, share: number) => number,
): TrafficUse[] {
  const { interZoneRatio, interRegionRatio } = budget.written.traffic;
  const relays = (
    kind: 'inter-zone' | 'inter-region',
    what: string,
    sites: readonly FromSite[],
  ): TrafficUse[] =>
    sites.map((site) => ({
      ...site,
      category: kind,
      component: 'bridges',
      kind,
      destination: 'worldwide',
      description: `between bridges of other ${what}`,
    }));
  const zones = or('relay-inter-zone-gigabytes', interZoneRatio);
  const regions = or('relay-inter-region-gigabytes', interRegionRatio);
  return [
    ...relays('inter-zone', 'zones', bySite(budget, days, 'site-relay-inter-zone-gigabytes', zones)),
    ...relays('inter-region', 'regions', bySite(budget, days, 'site-relay-inter-region-gigabytes', regions)),
  ];
}

/** A volume as the sites make it up; all of it in the budget's own place where sites were not told apart. */
function bySite(budget: Budget, days: MonthDays, measure: Measure, all: number): FromSite[] {
  const sites = splitNames(budget.days, measure).map((of) => {
    const { region, shard } = siteOfText(of);
    return {
      place: budget.placeOf(region),
      shard: shard === '' ? null : shard,
      gigabytes: totalOf(budget, days, measure, of),
    };
  });
  const told = sites.reduce((sum, { gigabytes }) => sum + gigabytes, 0);
  // A kind of day without sites beside one with them: what it adds belongs to no shard.
  const untold = all - told;
  const isRest = untold > 1e-9 * all;
  return isRest || sites.length === 0
    ? [...sites, { place: budget.place, shard: null, gigabytes: Math.max(0, untold) }]
    : sites;
}

/** Some providers price traffic of their object storage apart; with the others it is internet traffic. */
function hasStorageTraffic({ book, place }: Budget): boolean {
  return book.traffic.some(
    ({ provider, kind }) => provider === place.provider && kind === 'object-storage-out',
  );
}
