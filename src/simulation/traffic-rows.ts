/**
 * The traffic of a run, in all and by demand class.
 */
import type { TrafficMeter, TrafficWay } from '../jitsi/traffic-meter.ts';
import type { Demand } from '../scenario/scenario.ts';
import type { RunTotals, TrafficRow } from './rows.ts';

type TrafficTotals = Pick<RunTotals, 'relayGigabytes' | keyof Omit<TrafficRow, 'demand'>>;

/** The meter must be settled. */
export function trafficTotals(traffic: TrafficMeter): TrafficTotals {
  const volumes = volumesBy((way) => traffic.gigabytes(way));
  const { relaySameZoneGigabytes, relayOtherZoneGigabytes, relayOtherRegionGigabytes } = volumes;
  return {
    ...volumes,
    relayGigabytes: relaySameZoneGigabytes + relayOtherZoneGigabytes + relayOtherRegionGigabytes,
  };
}

export function trafficRows(demand: readonly Demand[], traffic: TrafficMeter): TrafficRow[] {
  return demand.map(({ name }, index) => ({
    demand: name,
    ...volumesBy((way) => traffic.gigabytesOf(index, way)),
  }));
}

function volumesBy(gigabytes: (way: TrafficWay) => number): Omit<TrafficRow, 'demand'> {
  return {
    egressGigabytes: gigabytes('egress'),
    ingressGigabytes: gigabytes('ingress'),
    relaySameZoneGigabytes: gigabytes('relaySameZone'),
    relayOtherZoneGigabytes: gigabytes('relayOtherZone'),
    relayOtherRegionGigabytes: gigabytes('relayOtherRegion'),
  };
}
