/**
 * The instances of a month as lines: what commitments cover, hour by hour, and the rest on demand under monthly caps
 * and sustained-use discounts; spot by itself; the fee of each commitment and what nobody used of it.
 */
import type { BillContext, BoughtCommitment } from './bill-context.ts';
import { type BillLine, type LineHead, usageLine } from './bill-line.ts';
import { feeLines } from './commitment-fees.ts';
import { applyCommitments, type HourUse } from './commitments.ts';
import { amountOf, priceOfNumber, quantityOf } from './exact.ts';
import type { ComputeUse, MonthUsage } from './month-usage.ts';
import { reservedShare } from './size-flexibility.ts';
import { sustainedUseTiers } from './sustained-use.ts';

export function computeLines(usage: MonthUsage, context: BillContext): BillLine[] {
  const { covered, used } = coverMonth(usage, context);
  const taken = usage.compute.map((_, index) =>
    [...covered.entries()].filter(([key]) => key.startsWith(`${index}|`)),
  );
  const rests = used.map((hours, index) =>
    Math.max(0, hours - taken[index]!.reduce((sum, [, coveredHours]) => sum + coveredHours, 0)),
  );
  const restOfType = (instanceType: string): number =>
    usage.compute.reduce(
      (sum, use, index) =>
        use.instanceType === instanceType && use.purchase === 'on-demand' ? sum + rests[index]! : sum,
      0,
    );
  const lines = usage.compute.flatMap((use, index) => {
    const rest = rests[index]!;
    return [
      ...taken[index]!.map(([key, hours]) => {
        return coveredLine(usage, use, hours, context.commitments[Number(key.split('|')[1])]!, context);
      }),
      ...(use.purchase === 'spot'
        ? spotLines(usage, use, rest, context)
        : onDemandLines(usage, index, { rest, restOfType: restOfType(use.instanceType) }, context)),
    ];
  });
  return [...lines, ...context.commitments.flatMap((bought) => feeLines(usage, bought, lines, context))];
}

/** Hours covered in the month by use and commitment (`use|commitment`), and all hours by use. */
function coverMonth(
  usage: MonthUsage,
  context: BillContext,
): { readonly covered: ReadonlyMap<string, number>; readonly used: readonly number[] } {
  const covered = new Map<string, number>();
  const used = usage.compute.map(() => 0);
  const active = context.commitments.map(({ commitment }) => commitment);
  const uses = active.length === 0 ? [] : usage.compute.map((use) => hourUse(use, context));
  for (const { weight, used: hours } of usage.hours) {
    for (const [index, value] of hours.entries()) used[index]! += weight * value;
    if (active.length === 0) continue;
    for (const { use, commitment, hours: taken } of applyCommitments(uses, hours, active)) {
      const key = `${use}|${commitment}`;
      covered.set(key, (covered.get(key) ?? 0) + weight * taken);
    }
  }
  return { covered, used };
}

/** A use as commitments see it, in the bill's currency: spot and unknown prices are covered by nothing. */
function hourUse(use: ComputeUse, context: BillContext): HourUse {
  const { listed, currency } = use.onDemand;
  const rates = new Map<string, number>();
  if (use.purchase === 'on-demand' && listed !== null) {
    for (const bought of context.commitments) {
      const rate = committedPrice(use, bought, context);
      if (rate !== null) rates.set(bought.commitment.id, rate);
    }
  }
  const onDemand = listed === null ? 0 : listed * context.rateOf(currency);
  // A reservation matches by type; what it must not cover goes by a name that none has.
  const instanceType = rates.size === 0 ? '' : use.instanceType;
  return { instanceType, zone: use.zone, onDemand, rates };
}

/** Price of an hour under the commitment in the bill's currency; null when it does not apply. */
function committedPrice(use: ComputeUse, bought: BoughtCommitment, context: BillContext): number | null {
  const { commitment, discountRatio } = bought;
  if (commitment.kind === 'reserved') {
    const share = reservedShare(commitment, use.instanceType);
    return share === null ? null : commitment.costPerHour * share;
  }
  if (bought.provider !== use.place.provider || discountRatio === null) return null;
  return use.onDemand.listed! * context.rateOf(use.onDemand.currency) * (1 - discountRatio);
}

function headOf(usage: MonthUsage, use: ComputeUse, description: string): LineHead {
  return {
    month: usage.month,
    category: 'compute',
    component: use.component,
    shard: use.shard,
    zone: use.zone,
    provider: use.place.provider,
    region: use.place.region,
    sku: use.instanceType,
    description,
    unit: 'Hours',
  };
}

function spotLines(usage: MonthUsage, use: ComputeUse, hours: number, context: BillContext): BillLine[] {
  if (hours <= 0) return [];
  const head = headOf(usage, use, `${use.component}, spot`);
  const rate = use.spot.listed === null ? 1 : context.rateOf(use.spot.currency);
  // Spot has no list price of its own in contracts: discounts leave it as it is.
  const line = { quantity: quantityOf(hours), origin: use.spot, rate, contractedRatio: 1 };
  return [usageLine(head, { ...line, pricing: 'spot' })];
}

function onDemandLines(
  usage: MonthUsage,
  index: number,
  hours: { readonly rest: number; readonly restOfType: number },
  context: BillContext,
): BillLine[] {
  const use = usage.compute[index]!;
  if (hours.rest <= 0) return [];
  const head = headOf(usage, use, `${use.component}, on demand`);
  const { listed, currency } = use.onDemand;
  const contractedRatio = context.contractedRatio(use.place.provider, 'compute');
  if (use.costPerMonthMax !== null) return cappedLines(usage, index, head, contractedRatio, context);
  const rate = listed === null ? 1 : context.rateOf(currency);
  const common = { origin: use.onDemand, rate, contractedRatio };
  if (use.sustainedUse === null || listed === null) {
    return [usageLine(head, { ...common, quantity: quantityOf(hours.rest) })];
  }
  // The provider counts a type's hours in a region together, whatever zone or shard they are of.
  const share = hours.rest / hours.restOfType;
  return sustainedUseTiers({
    hours: hours.restOfType,
    hoursInMonth: usage.hoursInMonth,
    schedule: use.sustainedUse,
  }).map(({ hours: tierHours, paidShare }) => {
    const description = `${head.description}, sustained use at ${Math.round(paidShare * 10_000) / 100} %`;
    const quantity = quantityOf(tierHours * share);
    return usageLine({ ...head, description }, { ...common, quantity, paidShare });
  });
}

/** Share of a month's hours from which on an instance counts as there all month. */
const WHOLE_MONTH_SHARE = 0.999;

/**
 * Instances under a monthly cap, laid in layers: the first layer is the instance that is there whenever any is, the
 * second the next, and so on, as if the youngest always left first. Each layer costs its hours, at most the cap.
 *
 * A type whose list gives only the month is priced where a layer is there the whole month, and nowhere else.
 */
function cappedLines(
  usage: MonthUsage,
  index: number,
  head: LineHead,
  contractedRatio: number,
  context: BillContext,
): BillLine[] {
  const use = usage.compute[index]!;
  const { listed } = use.onDemand;
  const rate = context.rateOf(use.onDemand.currency);
  const cap = use.costPerMonthMax!;
  let hourly = 0;
  let capped = 0;
  let unknown = 0;
  for (const hours of layersOf(usage, index)) {
    const isWhole = hours >= usage.hoursInMonth * WHOLE_MONTH_SHARE;
    if (listed === null ? isWhole : hours * listed > cap) capped += 1;
    else if (listed === null) unknown += hours;
    else hourly += hours;
  }
  const lines: BillLine[] = [];
  if (hourly > 0 || unknown > 0) {
    const quantity = quantityOf(hourly + unknown);
    lines.push(usageLine(head, { quantity, origin: use.onDemand, rate, contractedRatio }));
  }
  if (capped > 0) {
    const origin = { ...use.onDemand, listed: cap };
    const description = `${use.component}, months at the provider's monthly cap`;
    const quantity = quantityOf(capped);
    lines.push(
      usageLine({ ...head, description, unit: 'Units' }, { quantity, origin, rate, contractedRatio }),
    );
  }
  return lines;
}

function layersOf(usage: MonthUsage, index: number): number[] {
  const layers: number[] = [];
  for (const { weight, used } of usage.hours) {
    for (let layer = 0; layer < used[index]!; layer++) {
      layers[layer] = (layers[layer] ?? 0) + weight * Math.min(1, used[index]! - layer);
    }
  }
  return layers;
}

/** Usage that a commitment covers: paid by its fee, so nothing in cash, and the fee's share in the amortised view. */
function coveredLine(
  usage: MonthUsage,
  use: ComputeUse,
  hours: number,
  bought: BoughtCommitment,
  context: BillContext,
): BillLine {
  const { id } = bought.commitment;
  const rate = context.rateOf(use.onDemand.currency);
  const contractedRatio = context.contractedRatio(use.place.provider, 'compute');
  const head = headOf(usage, use, `${use.component}, covered by ${id}`);
  const quantity = quantityOf(hours);
  const line = usageLine(head, { quantity, origin: use.onDemand, rate, contractedRatio });
  const effectivePrice = priceOfNumber(committedPrice(use, bought, context)!);
  return {
    ...line,
    pricing: 'committed',
    effectivePrice,
    amortised: amountOf(quantity, effectivePrice),
    cash: 0n,
    commitmentId: id,
  };
}
