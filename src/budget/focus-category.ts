/**
 * What a row of a FOCUS bill is in the categories of a forecast. Services alone do not tell: clouds bill traffic, volumes and
 * addresses of instances under the service of the instances. So what the row says of itself comes first.
 *
 * Simplification: by the words of AWS, Google and Azure bills in English; what they do not name goes by its service.
 */
import { type CostCategory, costCategories } from '../billing/bill-line.ts';

export interface FocusRow {
  readonly serviceCategory: string;
  readonly serviceSubcategory: string;
  readonly chargeCategory: string;
  /** Our own category where jitsim wrote the row, see `export/focus.ts`. */
  readonly skuMeter: string;
  /** Of a row that jitsim wrote; else empty. */
  readonly component: string;
  /** What else says what was charged: description, type of usage, meter. */
  readonly words: string;
}

export function focusCategory(row: FocusRow): CostCategory {
  const own = row.component === '' ? undefined : costCategories.find((name) => name === row.skuMeter);
  if (own !== undefined) return own;
  if (row.chargeCategory === 'Purchase') return 'commitment-fee';
  return byWords(`${row.words} ${row.skuMeter}`) ?? byService(row);
}

/** The first that fits; traffic comes first, because it names what it passes. */
const words: readonly (readonly [RegExp, CostCategory])[] = [
  [/nat ?gateway|cloud nat/i, 'nat'],
  [/regional data transfer|DataTransfer-Regional|inter[- ]zone|availability zone/i, 'inter-zone'],
  [/data transfer to (?!internet)|AWS-(In|Out)-Bytes|inter[- ]region/i, 'inter-region'],
  [/data transfer|DataTransfer|egress|bandwidth/i, 'egress'],
  [/public ?ipv4|elastic ip|external ip|ip address/i, 'addresses'],
  [/load ?balanc|\bLCU/i, 'load-balancers'],
  [/\bEBS:|gp[23]\b|provisioned storage|managed disk|persistent disk/i, 'disk'],
];

function byWords(text: string): CostCategory | null {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

function byService({ serviceCategory, serviceSubcategory }: FocusRow): CostCategory {
  switch (serviceCategory) {
    case 'Compute':
      return serviceSubcategory === 'Containers' ? 'control-planes' : 'compute';
    case 'Networking':
      if (serviceSubcategory === 'Application Networking') return 'load-balancers';
      if (serviceSubcategory === 'Network Infrastructure') return 'addresses';
      return serviceSubcategory === 'Network Routing' ? 'nat' : 'egress';
    case 'Storage':
      return serviceSubcategory === 'Object Storage' ? 'recordings' : 'disk';
    case 'Management and Governance':
      return 'monitoring';
    default:
      return 'other';
  }
}
