/**
 * Where a run left the range its models were measured in. A warning for each model and quantity, with the furthest
 * value over all variants and replications.
 */
import type { RangeQuantity } from '../scenario/evidence.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunTotals } from '../simulation/rows.ts';

/** What a run shows of a quantity; null for what is known before the run. */
const observedIn: Readonly<Record<RangeQuantity, ((totals: RunTotals) => number) | null>> = {
  bridgePacketRateKpps: (totals) => totals.bridgePacketRateMaxKpps,
  bridges: (totals) => totals.bridgesReadyMax,
  participants: (totals) => totals.participantsPeak,
  conferenceParticipants: null,
};

const sentences: Readonly<Record<RangeQuantity, (value: string) => string>> = {
  bridgePacketRateKpps: (value) => `a bridge was offered up to ${value} thousand packets a second`,
  bridges: (value) => `up to ${value} bridges were ready`,
  participants: (value) => `up to ${value} participants were present`,
  conferenceParticipants: (value) => `conferences had up to ${value} participants`,
};

/** `variants` with the totals of their replications. */
export function rangeWarnings(
  variants: readonly { readonly scenario: Scenario; readonly totals: readonly RunTotals[] }[],
): string[] {
  const furthest = new Map<
    string,
    { quantity: RangeQuantity; model: string; max: number; value: number; in: string[] }
  >();
  for (const { scenario, totals } of variants) {
    for (const { model, quantity, max } of scenario.validRanges) {
      const observe = observedIn[quantity];
      if (observe === null) continue;
      const value = totals.reduce((most, run) => Math.max(most, observe(run)), 0);
      if (value <= max) continue;
      const key = `${model}/${quantity}`;
      const known = furthest.get(key) ?? { quantity, model, max, value, in: [] };
      furthest.set(key, {
        ...known,
        value: Math.max(known.value, value),
        in: [...known.in, scenario.variant],
      });
    }
  }
  return [...furthest.values()].map((one) => {
    const where = variants.length === 1 ? '' : ` (${one.in.join(', ')})`;
    return `${sentences[one.quantity](figure(one.value))}${where}; models/${one.model} was measured up to ${figure(one.max)}: beyond, it is extrapolated`;
  });
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
