// Goal: a scale-in that would make a scale-out rule fire at once is refused or shortened.
// Method: the examples of MicrosoftDocs/azure-docs autoscale-flapping.md, and a longer step by hand.
import { describe, expect, it } from 'vitest';
import { mayScaleIn, scaleInTarget } from '../../../../src/autoscaling/azure/flapping-guard.ts';

const rule = { operator: '>=', threshold: 600 } as const;

function threads(total: number, instances: number) {
  return { instances, metricPerInstance: total / instances, scaleOutRules: [rule] };
}

describe('the flapping guard', () => {
  it('projects the total onto the instances that are left', () => {
    // 1250 / 2 = 625 would fire, 1180 / 2 = 590 would not.
    expect(mayScaleIn(threads(1250, 3), 2)).toBe(false);
    expect(mayScaleIn(threads(1180, 3), 2)).toBe(true);
  });

  it('compares as the rule does', () => {
    expect(mayScaleIn(threads(1200, 3), 2)).toBe(false);
    expect(mayScaleIn({ ...threads(1200, 3), scaleOutRules: [{ ...rule, operator: '>' }] }, 2)).toBe(true);
  });

  it('asks every scale-out rule', () => {
    const rules = [{ operator: '>', threshold: 900 } as const, rule];
    expect(mayScaleIn({ ...threads(1250, 3), scaleOutRules: rules }, 2)).toBe(false);
  });

  it('goes as far towards the wanted count as it may', () => {
    // 10 instances, 3500 threads: 5 would have 700 each, 6 583.
    expect(scaleInTarget(threads(3500, 10), 5)).toBe(6);
    expect(scaleInTarget(threads(2000, 10), 5)).toBe(5);
    expect(scaleInTarget(threads(5900, 10), 5)).toBe(10);
  });
});
