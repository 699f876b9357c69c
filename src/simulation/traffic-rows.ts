/**
 * The traffic of a run, in all and by demand class.
 */
import { relayWays, type TrafficMeter } from '../jitsi/traffic-meter.ts';
import type { Demand, Deployment } from '../scenario/scenario.ts';
import { trafficSitesOf } from './fleet-options.ts';
import { type RunTotals, siteText, type UsageRow } from './rows.ts';

type TrafficTotals = Pick<
  RunTotals,
  | 'egressGigabytes'
  | 'ingressGigabytes'
  | 'relayGigabytes'
  | 'relaySameZoneGigabytes'
  | 'relayOtherZoneGigabytes'
  | 'relayOtherRegionGigabytes'
  | 'turnGigabytes'
  | 'peerToPeerConferenceMinutes'
>;

/** The meter must be settled. */
export function trafficTotals(traffic: TrafficMeter, bridgeTurnRatio: number): TrafficTotals {
  return {
    egressGigabytes: traffic.gigabytes('egress'),
    ingressGigabytes: traffic.gigabytes('ingress'),
    relayGigabytes: relayWays.reduce((sum, way) => sum + traffic.gigabytes(way), 0),
    relaySameZoneGigabytes: traffic.gigabytes('relaySameZone'),
    relayOtherZoneGigabytes: traffic.gigabytes('relayOtherZone'),
    relayOtherRegionGigabytes: traffic.gigabytes('relayOtherRegion'),
    turnGigabytes: turnGigabytes(traffic, bridgeTurnRatio),
    peerToPeerConferenceMinutes: traffic.peerToPeerConferenceMs / 60_000,
  };
}

/** A TURN server sends on what it receives: from participant to participant, to participants and to bridges. */
function turnGigabytes(traffic: TrafficMeter, bridgeTurnRatio: number): number {
  const withBridges = traffic.gigabytes('egress') + traffic.gigabytes('ingress');
  return traffic.gigabytes('turn') + bridgeTurnRatio * withBridges;
}

/** The same as usage, for bills. The meter must be settled. */
export function trafficUsage(
  demand: readonly Demand[],
  traffic: TrafficMeter,
  bridgeTurnRatio: number,
): UsageRow[] {
  const total = (measure: UsageRow['measure'], quantity: number): UsageRow => ({ measure, of: '', quantity });
  return [
    total('egress-gigabytes', traffic.gigabytes('egress')),
    total('relay-inter-zone-gigabytes', traffic.gigabytes('relayOtherZone')),
    total('relay-inter-region-gigabytes', traffic.gigabytes('relayOtherRegion')),
    total('turn-gigabytes', turnGigabytes(traffic, bridgeTurnRatio)),
    ...demand.flatMap(({ name }, index): UsageRow[] => [
      { measure: 'class-egress-gigabytes', of: name, quantity: traffic.gigabytesOf(index, 'egress') },
      {
        measure: 'class-relay-gigabytes',
        of: name,
        quantity: relayWays.reduce((sum, way) => sum + traffic.gigabytesOf(index, way), 0),
      },
    ]),
  ];
}

/**
 * What bridges sent by region and shard (`region/shard`, the shard empty where bridges are common); nothing where there is
 * one site only. The meter must be settled.
 */
export function siteTrafficUsage(deployment: Deployment, traffic: TrafficMeter): UsageRow[] {
  const { regions, shards } = trafficSitesOf(deployment);
  const rows: UsageRow[] = [];
  for (let region = 0; region < regions; region++) {
    const name = deployment.geography?.regions[region] ?? deployment.region;
    for (let shard = 0; shard < Math.max(1, shards); shard++) {
      const of = siteText({ region: name, shard: shards === 0 ? '' : String(shard + 1) });
      for (const [measure, way] of siteWays) {
        const quantity = traffic.gigabytesAt({ region, shard }, way) ?? 0;
        if (quantity > 0) rows.push({ measure, of, quantity });
      }
    }
  }
  return rows;
}

const siteWays = [
  ['site-egress-gigabytes', 'egress'],
  ['site-relay-inter-zone-gigabytes', 'relayOtherZone'],
  ['site-relay-inter-region-gigabytes', 'relayOtherRegion'],
] as const;
