/**
 * Time in each stage of the launches of a run, pool by pool.
 */
import type { BootRow } from '../rows.ts';
import type { PoolSource } from './pool-source.ts';

interface Launched {
  readonly name: BootRow['pool'];
  readonly supply: Pick<PoolSource, 'boots'>;
}

export function bootRows(...pools: readonly Launched[]): BootRow[] {
  return pools.flatMap(({ name, supply }) => supply.boots.flatMap(({ of, stages }) => stages.rows(name, of)));
}
