/**
 * The usage of a month from the days it is made of: how often each sample of each kind of day occurs, and how much the
 * demand of the month is above that simulated.
 *
 * Simplification: hours of pools that scale, traffic and recordings grow in proportion to demand; a pool of fixed size
 * does not grow. Where that matters, simulate a kind of day at the later demand.
 */
import type { MonthUsage, ServiceUse, TrafficUse, WeightedHour } from '../billing/month-usage.ts';
import { serviceUnits } from '../billing/service-prices.ts';
import type { UsageRow } from '../simulation/rows.ts';
import type { Budget } from './budget.ts';
import { addMonths, daysIn, monthText } from './calendar.ts';
import { HOURS_PER_DAY, used } from './day-type.ts';

export interface MonthDays {
  /** Months since the first. */
  readonly index: number;
  /** Days that each sample of each kind stands for; all together the days of the month. */
  readonly weights: readonly (readonly number[])[];
  /** Demand over that simulated. */
  readonly demand: number;
}

/** What the activity of a month is measured by. */
export interface MonthActivity {
  readonly month: string;
  readonly participantHours: number;
  readonly conferenceHours: number;
  readonly recordedHours: number;
  readonly recordings: number;
  readonly recordedGigabytes: number;
  readonly participantsPeak: number;
}

export function totalOf(budget: Budget, days: MonthDays, measure: UsageRow['measure'], of = ''): number {
  let total = 0;
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight > 0) total += weight * used(budget.days[kind]!.samples[sample]!, measure, of);
    }
  }
  return total * days.demand;
}

export function activityOf(budget: Budget, days: MonthDays, classes: readonly string[]): MonthActivity {
  const month = addMonths(budget.start, days.index);
  const conferenceHours = classes.reduce(
    (sum, of) => sum + totalOf(budget, days, 'class-conference-hours', of),
    0,
  );
  const recordedHours = totalOf(budget, days, 'recorded-hours');
  let peak = 0;
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight > 0) peak = Math.max(peak, used(budget.days[kind]!.samples[sample]!, 'participants-peak'));
    }
  }
  return {
    month: monthText(month),
    participantHours: totalOf(budget, days, 'participant-hours'),
    conferenceHours,
    recordedHours,
    recordings: totalOf(budget, days, 'recordings'),
    recordedGigabytes: recordedHours * budget.recordedGigabytesPerHour,
    participantsPeak: peak * days.demand,
  };
}

/** Hours of the month: those of the samples, weighted, with the constant instances beside them. */
export function hoursOf(budget: Budget, days: MonthDays): WeightedHour[] {
  const constant = budget.constant.map(({ count }) => count);
  const factors = budget.kinds.map(({ isFixed }) => (isFixed ? 1 : days.demand));
  const hours: WeightedHour[] = [];
  for (const [kind, weights] of days.weights.entries()) {
    for (const [sample, weight] of weights.entries()) {
      if (weight === 0) continue;
      const { hours: byKind } = budget.days[kind]!.samples[sample]!;
      for (let hour = 0; hour < HOURS_PER_DAY; hour++) {
        const simulated = byKind.map((values, index) => values[hour]! * factors[index]!);
        hours.push({ weight, used: [...simulated, ...constant] });
      }
    }
  }
  return hours;
}

/** @param storedGigabytes mean of what is kept over the month, see recordings.ts */
export function monthUsage(budget: Budget, days: MonthDays, storedGigabytes: number): MonthUsage {
  const month = addMonths(budget.start, days.index);
  const hoursInMonth = daysIn(month) * HOURS_PER_DAY;
  const hours = hoursOf(budget, days);
  const instanceHours = budget.compute.map((_, index) =>
    hours.reduce((sum, { weight, used: all }) => sum + weight * all[index]!, 0),
  );
  const constantHours = budget.constant.map(({ count }) => count * hoursInMonth);
  return {
    month: monthText(month),
    hoursInMonth,
    compute: [...budget.compute, ...budget.constant.map(({ use }) => use)],
    hours,
    traffic: trafficOf(budget, days),
    services: servicesOf(budget, days, { hoursInMonth, instanceHours, constantHours, storedGigabytes }),
    flat: budget.flat.map(({ name, price }) => ({
      category: 'other',
      component: 'shared',
      name,
      quantity: 1,
      price,
    })),
  };
}

/**
 * The traffic of a month.
 *
 * Simplification: a TURN server stands outside the bridges' network, so that all it sends on leaves by the internet once
 * more, and what bridges send to it left too. Beside the bridges it would cost less.
 */
function trafficOf(budget: Budget, days: MonthDays): TrafficUse[] {
  const { place, written } = budget;
  const { traffic } = written;
  const measured = totalOf(budget, days, 'egress-gigabytes');
  const assumed = totalOf(budget, days, 'participant-hours') * (traffic.gigabytesPerParticipantHour ?? 0);
  const toParticipants = measured > 0 ? measured : assumed;
  const or = (measure: UsageRow['measure'], share: number): number => {
    const gigabytes = totalOf(budget, days, measure);
    return gigabytes > 0 ? gigabytes : share * toParticipants;
  };
  const use = (
    what: Pick<TrafficUse, 'category' | 'component' | 'kind' | 'description' | 'gigabytes'>,
    destination = 'worldwide',
  ): TrafficUse => ({ ...what, place, destination });
  const apart = Object.entries(traffic.destinations);
  const rest = 1 - apart.reduce((sum, [, share]) => sum + share, 0);
  const egress = { category: 'egress', component: 'bridges', kind: 'internet-out' } as const;
  return [
    ...[['worldwide', rest] as const, ...apart].map(([destination, share]) =>
      use({ ...egress, description: 'to participants', gigabytes: toParticipants * share }, destination),
    ),
    use({
      category: 'turn',
      component: 'turn',
      kind: 'internet-out',
      description: 'relayed by TURN',
      gigabytes: or('turn-gigabytes', traffic.turnRatio),
    }),
    use({
      category: 'inter-zone',
      component: 'bridges',
      kind: 'inter-zone',
      description: 'between bridges of other zones',
      gigabytes: or('relay-inter-zone-gigabytes', traffic.interZoneRatio),
    }),
    use({
      category: 'inter-region',
      component: 'bridges',
      kind: 'inter-region',
      description: 'between bridges of other regions',
      gigabytes: or('relay-inter-region-gigabytes', traffic.interRegionRatio),
    }),
    use({
      category: 'recordings',
      component: 'recordings',
      kind: hasStorageTraffic(budget) ? 'object-storage-out' : 'internet-out',
      description: 'downloads of recordings',
      gigabytes:
        totalOf(budget, days, 'recorded-hours') *
        budget.recordedGigabytesPerHour *
        written.recordings.viewsPerRecording,
    }),
  ];
}

/** Some providers price traffic of their object storage apart; with the others it is internet traffic. */
function hasStorageTraffic({ book, place }: Budget): boolean {
  return book.traffic.some(
    ({ provider, kind }) => provider === place.provider && kind === 'object-storage-out',
  );
}

const MEGABYTES_PER_GIGABYTE = 1000;

function servicesOf(
  budget: Budget,
  days: MonthDays,
  amounts: {
    readonly hoursInMonth: number;
    readonly instanceHours: readonly number[];
    readonly constantHours: readonly number[];
    readonly storedGigabytes: number;
  },
): ServiceUse[] {
  const { place, written } = budget;
  const { fixed, recordings, traffic } = written;
  const shared = { shard: null, place } as const;
  const recordedGigabytes = totalOf(budget, days, 'recorded-hours') * budget.recordedGigabytesPerHour;
  const addressed = budget.compute.map(({ component }, index) =>
    fixed.addresses === 'all' || (fixed.addresses === 'bridges' && component === 'bridges')
      ? amounts.instanceHours[index]!
      : 0,
  );
  const addressHours = sum(addressed) + (fixed.addresses === 'all' ? sum(amounts.constantHours) : 0);
  const allHours = sum(amounts.instanceHours.slice(0, budget.compute.length)) + sum(amounts.constantHours);
  const logs = allHours * fixed.logGigabytesPerInstanceHour;
  const egress = trafficOf(budget, days).filter(({ category }) => category === 'egress');
  const recording = { ...shared, category: 'recordings', component: 'recordings' } as const;
  const monitoring = { ...shared, category: 'monitoring', component: 'shared' } as const;
  return [
    {
      ...recording,
      service: recordings.store,
      quantity: amounts.storedGigabytes,
      description: 'kept recordings',
    },
    {
      ...recording,
      service: 'object-put',
      quantity: (recordedGigabytes * MEGABYTES_PER_GIGABYTE) / recordings.partMegabytes / 1000,
      description: 'uploads, in parts',
    },
    {
      ...shared,
      category: 'addresses',
      component: 'bridges',
      service: 'public-ipv4',
      quantity: addressHours,
      description: 'public IPv4 addresses of instances',
    },
    {
      ...shared,
      category: 'disk',
      component: 'shared',
      service: 'disk',
      quantity: (allHours / amounts.hoursInMonth) * fixed.diskGigabytesPerInstance,
      description: 'volumes of instances',
    },
    {
      ...shared,
      category: 'nat',
      component: 'bridges',
      service: 'nat-data',
      quantity: traffic.throughNat ? sum(egress.map(({ gigabytes }) => gigabytes)) : 0,
      description: 'traffic through the NAT gateway',
    },
    { ...monitoring, service: 'logs-ingested', quantity: logs, description: 'logs taken in' },
    { ...monitoring, service: 'logs-kept', quantity: logs * fixed.logKeepMonths, description: 'logs kept' },
    ...fixed.services.flatMap((one) => declaredService(budget, one, amounts.hoursInMonth)),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

type DeclaredService = Budget['written']['fixed']['services'][number];

function declaredService(budget: Budget, declared: DeclaredService, hoursInMonth: number): ServiceUse[] {
  const { service, count, perShard } = declared;
  const isHourly = ['hour', 'LCU-hour'].includes(serviceUnits[service]);
  const use = (shard: string | null): ServiceUse => ({
    category: categoryOf(service),
    component: declared.component ?? 'shared',
    shard,
    place: budget.place,
    service,
    quantity: isHourly ? count * hoursInMonth : count,
    description: shard === null ? service : `${service} of shard ${shard}`,
  });
  if (!perShard) return [use(null)];
  return Array.from({ length: budget.written.fixed.shards }, (_, index) => use(String(index + 1)));
}

function categoryOf(service: DeclaredService['service']): ServiceUse['category'] {
  switch (service) {
    case 'load-balancer':
    case 'load-balancer-capacity':
      return 'load-balancers';
    case 'public-ipv4':
      return 'addresses';
    case 'nat-gateway':
    case 'nat-data':
      return 'nat';
    case 'control-plane':
      return 'control-planes';
    case 'disk':
      return 'disk';
    case 'logs-ingested':
    case 'logs-kept':
    case 'alarm':
    case 'metric':
      return 'monitoring';
    default:
      return 'recordings';
  }
}
