// Goal: results say how long launches spent in each stage, from the order to serving.
// Method: boots without spread, so that every stage takes what models/boot/openfun-kubernetes says: 135, 30, 15 and 60 s;
//   waits for a quota, a warm pool and a node worked out by hand. Quantiles are within the sketch's 1 %.
import { describe, expect, it } from 'vitest';
import { reduceVariant } from '../../../../src/experiment/reduce.ts';
import { bootSection } from '../../../../src/report/boot-section.ts';
import type { BootRow } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aResults, aVariant, sampleVariants } from '../../../support/sample-results.ts';
import { scenarioOf } from '../../../support/study.ts';

/** One more bridge, ordered at 30 min. */
async function boots(deployment: string, bridges: string): Promise<readonly BootRow[]> {
  const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, hours: 2 }
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 0.0001 } }]
deployment:
  ${deployment}
  bridges: { initialCount: 1, boot: { from: openfun-kubernetes, spreadLogStandardDeviation: 0 }, ${bridges} }
scaling:
  bridges: { policy: scheduled, timetable: [{ at: "00:00", count: 1 }, { at: "00:30", count: 2 }], prewarmSeconds: 0 }
`);
  return simulate(scenario, { seed: 1, replication: 0 }).boots;
}

const times = (rows: readonly BootRow[], of: BootRow['of']) =>
  Object.fromEntries(
    rows.filter((row) => row.of === of).map(({ stage, secondsMean }) => [stage, Math.round(secondsMean)]),
  );

const stages = { nodeVisible: 135, nodeReady: 30, podCreating: 15, ready: 60 };

describe('stages of a launch', () => {
  it('are those of the boot model, and add up', async () => {
    const rows = await boots('', '');
    expect(times(rows, 'instance')).toEqual({ granted: 0, ...stages, whole: 240 });
    const whole = rows.find(({ stage }) => stage === 'whole')!;
    expect(whole.launches).toBe(1);
    expect(whole.secondsMax).toBe(240);
    expect(Math.abs(whole.secondsP50 / 240 - 1)).toBeLessThan(0.011);
  });

  it('begin with the wait for a cloud that refuses', async () => {
    // Refused at 30 min and each minute after; the quota ends at 35:00, when it is asked again.
    const rows = await boots('cloud: { quotas: [{ max: 1, to: "00:35" }] }', '');
    expect(times(rows, 'instance')).toEqual({ granted: 300, ...stages, whole: 540 });
  });

  it('are one for an instance out of a warm pool', async () => {
    const rows = await boots('', 'warmPool: { minCount: 1, startSeconds: 40 }');
    expect(times(rows, 'instance')).toEqual({ granted: 0, warmStart: 40, whole: 40 });
  });

  it('are longer where boots are slow', async () => {
    const rows = await boots('cloud: { slowBoots: [{ factor: 2 }] }', '');
    expect(times(rows, 'instance')).toMatchObject({ nodeVisible: 270, ready: 120, whole: 480 });
  });

  it('are apart for pods and their nodes', async () => {
    const rows = await boots('', 'nodes: { autoscaler: { kind: karpenter } }');
    // A second until the batch closes, then the node.
    expect(times(rows, 'pod')).toEqual({ bound: 166, podCreating: 15, ready: 60, whole: 241 });
    expect(times(rows, 'node')).toEqual({ granted: 0, nodeVisible: 135, nodeReady: 30, whole: 165 });
  });

  it('are none without a launch', async () => {
    const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, hours: 1 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 1 } }]
scaling: { bridges: { policy: static, count: 2 } }
`);
    const run = simulate(scenario, { seed: 1, replication: 0 });
    expect(run.boots).toEqual([]);
    expect(reduceVariant(scenario, [run]).boots).toEqual([]);
  });
});

describe('the report', () => {
  it('has a row for each stage, with means over the replications', () => {
    const section = bootSection(aResults())!.text.replaceAll('\u00a0', ' ');
    expect(section).toContain('boot stage nodeReady');
    expect(section).toContain('from the order until it serves');
    // Means of 240 and 241 s: 240.5, half-width t(0.975; 1) x 0.5 = 6.35, rounded up.
    expect(section).toMatch(/241 ± 7/);
  });

  it('leaves the section out when nothing was launched', () => {
    const variant = aVariant(sampleVariants[0]!, { boots: [] });
    expect(bootSection(aResults({ variants: [variant] }))).toBeNull();
  });
});
