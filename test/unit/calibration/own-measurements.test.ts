// Goal: one reading of one's own bridge narrows the CPU interval, and observed boots give a boot model.
// Method: hand-worked normal updates, medians and spreads of small tables; refusals by message.
import { describe, expect, it } from 'vitest';
import { fitBootDelay } from '../../../src/calibration/boot/fit-boot-delay.ts';
import { fitMediaLoad } from '../../../src/calibration/bridge/media-load.ts';
import { bridgeTestFromTable, calibrateSpeed } from '../../../src/calibration/bridge/own-bridge.ts';
import { importCsv } from '../../../src/calibration/measurement/import-csv.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import type { BridgeModel } from '../../../src/jitsi/bridge-model.ts';

const stream = createRandomStreams({ seed: 9, replication: 0 }).stream('test');
const nextUnit = () => stream.nextUnit();

const model: BridgeModel = {
  name: 'gp1-xs',
  coresLimit: 3.6,
  machineCores: 4,
  cpuActiveBaseCores: 0.6,
  cpuPerKppsCores: 0.04,
  cpuOnsetKpps: 2,
  cpuSpeedLogStandardDeviation: 0.2,
  carriedCeilingKpps: 78,
  carriedKneeSharpness: 14,
  degradedLossRatio: 0.045,
  loadThresholdPps: 50_000,
};

describe('speed factor from readings', () => {
  it('moves most of the way to one reading and keeps a narrower spread', () => {
    // demand(30) = 0.6 + 0.04 * 30 = 1.8; a reading of 1.8 * e^0.3 has log 0.3.
    const { speedFactor, model: own } = calibrateSpeed(model, [
      { packetRateKpps: 30, cpuCores: 1.8 * Math.exp(0.3) },
    ]);
    // Posterior mean 0.3 * 0.04 / (0.04 + 0.0049) = 0.26726, deviation sqrt(0.04 * 0.0049 / 0.0449) = 0.06607.
    expect(Math.log(speedFactor)).toBeCloseTo(0.26726, 4);
    expect(own.cpuSpeedLogStandardDeviation).toBeCloseTo(0.06607, 4);
    expect(own.cpuPerKppsCores).toBeCloseTo(0.04 * Math.exp(0.26726), 5);
    expect(own.carriedCeilingKpps).toBe(78);
  });

  it('warns of readings whose shape is another than that of the line', () => {
    // Twice the line's 1 core at 10 kpps and half its 2.6 at 50: off their mean by a factor of 2 each way.
    const bent = [
      { packetRateKpps: 10, cpuCores: 2 },
      { packetRateKpps: 50, cpuCores: 1.3 },
    ];
    expect(calibrateSpeed(model, bent).warnings.join()).toMatch(/-50 % to \+10[01] % off the line/);
    const close = bent.map((reading, i) => ({ ...reading, cpuCores: [1.05, 2.5][i]! }));
    expect(calibrateSpeed(model, close).warnings).toEqual([]);
  });

  it('refuses a full CPU, an idle bridge and nothing at all', () => {
    expect(() => calibrateSpeed(model, [{ packetRateKpps: 60, cpuCores: 3.5 }])).toThrow(
      /CPU is full.*below 3\.2 cores/,
    );
    expect(() => calibrateSpeed(model, [{ packetRateKpps: 0, cpuCores: 0.1 }])).toThrow(/idle bridge/);
    expect(() => calibrateSpeed(model, [])).toThrow(/no reading/);
  });

  it('warns of a reading that is ten times off, as packets per second for kpps would be', () => {
    expect(calibrateSpeed(model, [{ packetRateKpps: 30, cpuCores: 0.2 }]).warnings.join(' ')).toMatch(
      /check the unit/,
    );
  });
});

describe("one's own load test", () => {
  it('gives packets per pair from an imported table', () => {
    const rows = [20, 40, 60, 80].map((n) => `${n},${50 * 10 * (n - 1) + 2000},${0.5 + 0.02 * n}`);
    const table = importCsv({
      name: 'my test',
      source: 'mine.csv',
      text: `n,pps,cores\n${rows.join('\n')}\n90,46500,3.9\n`,
      map: {
        columns: [
          { column: 'n', quantity: 'participants', unit: 'participants' },
          { column: 'pps', quantity: 'packet-rate', unit: 'pps' },
          { column: 'cores', quantity: 'cpu', unit: 'cores' },
        ],
      },
    });
    const test = bridgeTestFromTable(table, { coresLimit: 4, conferences: 1, audioSendersPerConference: 10 });
    expect(test.points.map((point) => point.state)).toEqual([
      'steady',
      'steady',
      'steady',
      'steady',
      'saturated',
    ]);
    const fit = fitMediaLoad({ test, nextUnit, draws: 5 });
    expect(fit.audioPairPps).toBeCloseTo(50, 8);
    expect(fit.audioSenderPps).toBeCloseTo(200, 6);
  });
});

describe('boot delay from observed boots', () => {
  const boots = [0.8, 0.9, 1, 1.1, 1.25].map((factor) => ({ nodeReady: 100 * factor, ready: 150 * factor }));

  it('finds the medians by stage and the spread of the common factor', () => {
    const {
      model: boot,
      warnings,
      spreadInterval95,
    } = fitBootDelay({
      name: 'mine',
      boots,
      stages: ['nodeReady', 'ready'],
      nextUnit,
      draws: 200,
    });
    expect(boot.stages).toEqual([
      { name: 'nodeReady', atSeconds: 100 },
      { name: 'ready', atSeconds: 150 },
    ]);
    // Sample standard deviation of ln 0.8, ln 0.9, 0, ln 1.1, ln 1.25 is 0.17303.
    expect(boot.spreadLogStandardDeviation).toBeCloseTo(0.17303, 4);
    expect(spreadInterval95[0]).toBeLessThan(0.17303);
    expect(spreadInterval95[1]).toBeLessThan(0.26);
    expect(warnings[0]).toMatch(/5 boots: slow ones are rare/);
  });

  it('refuses one boot, as OpenFUN published, and stages out of order', () => {
    const fitBoots = (observed: typeof boots) =>
      fitBootDelay({ name: 'x', boots: observed, stages: ['nodeReady', 'ready'], nextUnit, draws: 0 });
    expect(() => fitBoots(boots.slice(0, 1))).toThrow(/1 boot says nothing about the spread/);
    expect(() => fitBoots([...boots, { nodeReady: 100, ready: 90 }])).toThrow(
      /boot 6: stage ready at 90 s, before the stage before/,
    );
  });
});
