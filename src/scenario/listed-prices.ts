/**
 * Instance types of the price catalogue as models of prices, named provider/region/type: so a scenario takes them, and a
 * report cites them, like any other model.
 */
import { type Catalogue, type CatalogueEntry, priceOf } from '../billing/catalogue.ts';
import type { Model, ModelParameter, ModelRegistry } from './model-registry.ts';

/** The registry, in which every priced instance type of the catalogue is a model too; files of that name come first. */
export function withCatalogue(registry: ModelRegistry, catalogue: Catalogue): ModelRegistry {
  return {
    get: (kind, name) => {
      const found = registry.get(kind, name);
      if (found !== null || kind !== 'prices') return found;
      const entry = catalogue.find(name);
      return entry === null ? null : listedPriceModel(entry);
    },
    names: (kind) => registry.names(kind),
  };
}

/** Null when the catalogue has no hourly price of it. */
function listedPriceModel(entry: CatalogueEntry): Model | null {
  const price = priceOf(entry);
  if (price === null) return null;
  const listed = (value: string | number): ModelParameter => ({
    value,
    interval95: null,
    source: `${entry.isOwn ? 'own prices' : 'datasets/prices/prices.csv'}, as of ${entry.asOf}: ${entry.source}`,
    trust: 'published',
    note: entry.notes,
  });
  const counted = (value: string | number): ModelParameter => ({
    value,
    interval95: null,
    source: price.grainSource,
    trust: price.isGrainAssumed ? 'assumed' : 'published',
    note: null,
  });
  return {
    kind: 'prices',
    name: entry.name,
    title: `${entry.name} on demand by the provider's list`,
    file: entry.isOwn ? entry.source : 'datasets/prices/prices.csv',
    parameters: {
      currency: listed(price.currency),
      costPerHour: listed(price.costPerHour),
      grain: counted(price.grain),
      minimumSeconds: counted(price.minimumSeconds),
      asOf: listed(price.asOf),
    },
    validRanges: [],
    correlations: [],
  };
}
