// Goal: a machine that nobody load-tested gets its capacity from its threshold or its vCPUs, and an interval from how far
//   machine types differ, never from how well one of them was measured.
// Method: the spread of the five published thresholds worked out by hand with the tabled t of 4 degrees (2.776); known
//   machines and lone figures; and the coverage of the interval over machine types drawn from a known spread.
import { describe, expect, it } from 'vitest';
import { capacitySpread, untestedBridges } from '../../../src/calibration/bridge/machine-types.ts';
import {
  fitCapacitySpread,
  type MachineCapacity,
  untestedBridge,
} from '../../../src/calibration/bridge/untested-bridge.ts';
import { drawStandardNormal } from '../../../src/calibration/fitting/bootstrap.ts';
import type { ModelFile } from '../../../src/calibration/model-file.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { readDataset } from '../../support/read-dataset.ts';

const productionDefaults = await readDataset('datasets/jitsi-production-defaults/production-defaults.csv');
const capacityReports = await readDataset('datasets/jvb-capacity-reports/capacity-reports.csv');
const rows = { productionDefaults, capacityReports };

/** Stands for a fitted bridge: 100 kpps carried at a threshold of 50, 1 core and 0.04 a kpps. */
const tested: ModelFile = {
  kind: 'bridges',
  name: 'tested',
  title: 'A tested bridge',
  parameters: Object.fromEntries(
    Object.entries({
      cpuActiveBaseCores: [1, 0.5, 2],
      cpuPerKppsCores: [0.04, 0.02, 0.08],
      cpuOnsetKpps: [2, 1, 4],
      cpuSpeedLogStandardDeviation: [0.3, 0.1, 0.6],
      carriedCeilingKpps: [100, 95, 105],
      carriedKneeSharpness: [14, 10, 20],
      loadThresholdPps: [50_000, 50_000, 50_000],
    }).map(([name, [value, low, high]]) => [
      name,
      { value: value!, interval95: [low!, high!] as const, source: 'a test', trust: 'calibrated' as const },
    ]),
  ),
};

describe('the spread of capacity between machine types', () => {
  it('is that of five published thresholds: 12.1 kpps a vCPU, a new type within a factor of 1.67', () => {
    // 50/4, 100/8, 81.25/8, 85/8 and 250/16 kpps: mean of ln 2.4963, standard deviation 0.1696;
    // exp(2.7764 x 0.1696 x sqrt(1 + 1/5)) = 1.675.
    const spread = capacitySpread(rows);
    expect(spread.perVcpuKpps).toBeCloseTo(12.14, 2);
    expect(spread.logStandardDeviation).toBeCloseTo(0.1696, 3);
    expect(spread.factor95).toBeCloseTo(1.675, 2);
    expect(spread.report.leftOut.map(({ point }) => point)).toContain('OCI A2.Flex');
  });

  it('holds a new machine type in about 95 % of cases', () => {
    const stream = createRandomStreams({ seed: 5, replication: 0 }).stream('test/machines');
    const capacity = () => 12 * Math.exp(0.2 * drawStandardNormal(() => stream.nextUnit()));
    const trials = 2000;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const machines = Array.from({ length: 5 }, (_, i): MachineCapacity => {
        const vcpus = 2 ** (i + 1);
        return { name: `m${i}`, vcpus, thresholdKpps: capacity() * vcpus };
      });
      const { perVcpuKpps, factor95 } = fitCapacitySpread(machines);
      held += Number(Math.abs(Math.log(capacity() / perVcpuKpps)) < Math.log(factor95));
    }
    // Standard error sqrt(0.95 x 0.05 / 2000) = 0.005.
    expect(Math.abs(held / trials - 0.95)).toBeLessThan(0.015);
  });

  it('refuses two machine types: nobody knows the spread of two', () => {
    const two = [1, 2].map((i) => ({ name: `m${i}`, vcpus: 4, thresholdKpps: 40 + i }));
    expect(() => fitCapacitySpread(two)).toThrow(/machine types.*3/);
  });
});

describe('the bridge of an untested machine', () => {
  const spread = capacitySpread(rows);
  const machine = { name: 'x', title: 'x', vcpus: 8, threshold: { kpps: 80, source: 'its operators' } };

  it('carries as many times its threshold as the tested one, and costs more where a vCPU does less', () => {
    const { parameters } = untestedBridge(machine, spread, tested);
    // 100 / 50 = 2 times 80; 12.5 kpps a vCPU where the default threshold was set, 10 here: 1.25 times the cost.
    expect(parameters.carriedCeilingKpps?.value).toBe(160);
    expect(parameters.cpuPerKppsCores?.value).toBe(0.05);
    expect(parameters.cpuActiveBaseCores?.interval95).toEqual([0.625, 2.5]);
    const [low, high] = parameters.carriedCeilingKpps!.interval95!;
    expect(high / 160).toBeCloseTo(spread.factor95, 1);
    expect(160 / low).toBeCloseTo(spread.factor95, 1);
  });

  it('says of everything but its settings that it is assumed', () => {
    const { parameters } = untestedBridge({ ...machine, threshold: null }, spread, tested);
    const published = Object.keys(parameters).filter((name) => parameters[name]!.trust !== 'assumed');
    expect(published.filter((name) => name !== 'cpuOnsetKpps')).toEqual([
      'coresLimit',
      'machineCores',
      'loadThresholdPps',
    ]);
    expect(parameters.loadThresholdPps?.value).toBe(50_000);
    expect(parameters.cpuSpeedLogStandardDeviation!.value).toBeGreaterThan(0.3);
  });

  it('grows with the vCPUs, and is never surer than the tested one', () => {
    const ceilings = untestedBridges(rows, tested).models.map(({ parameters }) => parameters);
    const [xlarge, double, quadruple] = ceilings.map((one) => one.carriedCeilingKpps!.value as number);
    expect(xlarge).toBe(100);
    expect(quadruple! / double!).toBeCloseTo(2, 1);
    for (const one of ceilings) {
      const [low, high] = one.carriedCeilingKpps!.interval95!;
      expect(high / low).toBeGreaterThan(105 / 95);
    }
  });

  it('refuses a machine without cores', () => {
    expect(() => untestedBridge({ ...machine, vcpus: 0 }, spread, tested)).toThrow(/above 0/);
  });
});
