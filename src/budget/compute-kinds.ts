/**
 * Every way in which instances were bought on any kind of day, told apart by region, zone and shard, and billed as the
 * budget says.
 */
import { nearest } from '../scenario/did-you-mean.ts';
import type { Path } from '../scenario/parse.ts';
import type { LifeRow } from '../simulation/rows.ts';
import type { BudgetContext, LoadedDay } from './budget-context.ts';
import type { ScenarioPrice } from './compute-prices.ts';
import { type ComputeKind, kindKey } from './day-type.ts';

export function kindsOf(context: BudgetContext): ComputeKind[] {
  const { written, days, book } = context;
  const kinds = new Map<string, ComputeKind>();
  for (const { variant, grown = [] } of days) {
    for (const life of [variant, ...grown.map((level) => level.variant)].flatMap(({ lives }) => lives)) {
      const key = kindKey(life);
      if (!kinds.has(key)) kinds.set(key, kindOf(context, life, variant));
    }
  }
  for (const pool of ['bridges', 'jibris'] as const) {
    const name = written.instances[pool];
    if (name !== undefined && book.catalogue.find(name) === null) {
      refuseType(context, ['instances', pool], name);
    }
  }
  for (const [index, name] of written.alternatives.entries()) {
    if (book.catalogue.find(name) === null) refuseType(context, ['alternatives', index], name);
  }
  return [...kinds.values()];
}

function kindOf({ written }: BudgetContext, life: LifeRow, variant: LoadedDay['variant']): ComputeKind {
  const { pool, instanceType, purchase, region, zone, shard } = life;
  const asked = written.instances.purchase;
  const policy = pool === 'bridges' ? variant.policyBridges : variant.policyJibris;
  return {
    component: pool,
    simulatedType: instanceType,
    instanceType: written.instances[pool] ?? instanceType,
    simulatedPurchase: purchase,
    purchase: asked === 'as-simulated' || pool === 'jibris' ? purchase : asked,
    site: { region, zone, shard },
    isFixed: policy === 'static',
  };
}

export function refuseType({ refuse, book }: BudgetContext, path: Path, name: string): void {
  const names = book.catalogue.entries.map((entry) => entry.name);
  refuse(path, 'is not in the price catalogue', {
    got: name,
    hint: `the nearest are ${nearest(name, names, 3).join(', ')}`,
  });
}

export function scenarioPrice(days: readonly LoadedDay[], kind: ComputeKind): ScenarioPrice {
  for (const { variant } of days) {
    const found = variant.prices.find(
      ({ pool, instanceType }) => pool === kind.component && instanceType === kind.simulatedType,
    );
    if (found !== undefined) return found;
  }
  return null;
}
