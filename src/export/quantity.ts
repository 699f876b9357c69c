/**
 * Amounts as Kubernetes writes them: `500m` is 0.5, `2Ki` is 2048.
 * Source: kubernetes/apimachinery pkg/api/resource/quantity.go (2026 master).
 */
const factors: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** The amount, or null when the text is none. */
export function parseQuantity(written: string | number): number | null {
  if (typeof written === 'number') return Number.isFinite(written) ? written : null;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(
    written.trim(),
  );
  if (match === null) return null;
  const [, number, suffix = ''] = match;
  // Thousandths are divided, not multiplied by 0.001, so that 600m is the 0.6 of a scenario.
  return suffix === 'm' ? Number(number) / 1000 : Number(number) * factors[suffix]!;
}

/** Thousandths as the shortest exact quantity. */
export function quantityText(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}
