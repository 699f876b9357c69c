/**
 * Storage, requests, addresses, volumes and the like of a month, by region and shard where instances stand apart.
 */
import type { ServiceUse } from '../billing/month-usage.ts';
import type { Place } from '../billing/price-book.ts';
import { serviceUnits } from '../billing/service-prices.ts';
import type { Budget } from './budget.ts';
import { type MonthDays, totalOf } from './month-days.ts';
import { egressOf } from './month-traffic.ts';

const MEGABYTES_PER_GIGABYTE = 1000;

export function servicesOf(
  budget: Budget,
  days: MonthDays,
  amounts: Amounts & { readonly storedGigabytes: number },
): ServiceUse[] {
  const { place, written } = budget;
  const { recordings, fixed } = written;
  const recordedGigabytes = totalOf(budget, days, 'recorded-hours') * budget.recordedGigabytesPerHour;
  const recording = { shard: null, place, category: 'recordings', component: 'recordings' } as const;
  return [
    {
      ...recording,
      service: recordings.store,
      quantity: amounts.storedGigabytes,
      description: 'kept recordings',
    },
    {
      ...recording,
      service: recordings.store === 'object-storage-infrequent' ? 'object-put-infrequent' : 'object-put',
      quantity: (recordedGigabytes * MEGABYTES_PER_GIGABYTE) / recordings.partMegabytes / 1000,
      description: 'uploads, in parts',
    },
    ...ofInstances(budget, amounts),
    ...natTraffic(budget, days),
    ...fixed.services.flatMap((one) => declaredService(budget, one, amounts.hoursInMonth)),
  ];
}

interface Amounts {
  readonly hoursInMonth: number;
  /** By compute kind, and by constant use. */
  readonly instanceHours: readonly number[];
  readonly constantHours: readonly number[];
}

/** Addresses, volumes and logs, which come with instances: bought where these are. */
function ofInstances(budget: Budget, amounts: Amounts): ServiceUse[] {
  const { fixed } = budget.written;
  const sites = instanceSites(budget, amounts);
  return sites.flatMap(({ addressHours, hours, ...site }): ServiceUse[] => {
    const logs = hours * fixed.logGigabytesPerInstanceHour;
    const monitoring = { ...site, category: 'monitoring', component: 'shared' } as const;
    return [
      {
        ...site,
        category: 'addresses',
        component: 'bridges',
        service: 'public-ipv4',
        quantity: addressHours,
        description: 'public IPv4 addresses of instances',
      },
      {
        ...site,
        category: 'disk',
        component: 'shared',
        service: 'disk',
        quantity: (hours / amounts.hoursInMonth) * fixed.diskGigabytesPerInstance,
        description: 'volumes of instances',
      },
      { ...monitoring, service: 'logs-ingested', quantity: logs, description: 'logs taken in' },
      { ...monitoring, service: 'logs-kept', quantity: logs * fixed.logKeepMonths, description: 'logs kept' },
    ];
  });
}

interface InstanceSite {
  readonly place: Place;
  readonly shard: string | null;
  hours: number;
  /** Of instances with a public address. */
  addressHours: number;
}

/** Instance-hours by region and shard. */
function instanceSites(budget: Budget, { instanceHours, constantHours }: Amounts): InstanceSite[] {
  const { addresses } = budget.written.fixed;
  const sites = new Map<string, InstanceSite>();
  const add = (place: Place, shard: string | null, hours: number, hasAddress: boolean): void => {
    const key = JSON.stringify([place.region, shard]);
    const site = sites.get(key) ?? { place, shard, hours: 0, addressHours: 0 };
    site.hours += hours;
    if (hasAddress) site.addressHours += hours;
    sites.set(key, site);
  };
  for (const [index, { component, site }] of budget.kinds.entries()) {
    const hasAddress = addresses === 'all' || (addresses === 'bridges' && component === 'bridges');
    const shard = site.shard === '' ? null : site.shard;
    add(budget.placeOf(site.region), shard, instanceHours[index]!, hasAddress);
  }
  for (const [index, { use }] of budget.constant.entries()) {
    add(budget.place, use.shard, constantHours[index]!, addresses === 'all');
  }
  return [...sites.values()];
}

function natTraffic(budget: Budget, days: MonthDays): ServiceUse[] {
  if (!budget.written.traffic.throughNat) return [];
  return egressOf(budget, days).map(({ gigabytes, ...site }) => ({
    ...site,
    category: 'nat',
    component: 'bridges',
    service: 'nat-data',
    quantity: gigabytes,
    description: 'traffic through the NAT gateway',
  }));
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
