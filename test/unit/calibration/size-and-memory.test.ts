// Goal: what the load tests of a bridge do not tell (the cost of a bit) and what they tell beside CPU (memory) is said
//   with figures; and no shipped model is without a fit and without a word on why.
// Method: costs of bits from made-up readings with packets of one size and of several; the memory lines against those that
//   the reports of load tests 3 and 4 print (265 + 10.9 N MB, 297 + 15.4 N MiB) and against least squares by hand; the shipped calibration's own list.
import { describe, expect, it } from 'vitest';
import { loadTestMemory } from '../../../src/calibration/bridge/bridge-memory.ts';
import { packetSizeAlternative } from '../../../src/calibration/bridge/packet-size.ts';
import { calibrateShippedModels, calibrationDatasets } from '../../../src/calibration/shipped-models.ts';
import { readDataset } from '../../support/read-dataset.ts';

const rows = new Map(
  await Promise.all(calibrationDatasets.map(async (path) => [path, await readDataset(path)] as const)),
);
const folder = 'datasets/openfun-load-tests';

describe('the cost of a bit beside that of a packet', () => {
  const packetRateKpps = [5, 10, 15, 20, 25, 30];

  it('cannot be told from packets of one size', () => {
    const one = packetSizeAlternative({
      name: 'one size',
      packetRateKpps,
      // 125 bytes each.
      bitRateMbps: packetRateKpps,
      cpuCores: packetRateKpps.map((kpps) => 0.5 + 0.05 * kpps),
    });
    expect(one).toMatchObject({
      score: 'packets of 125 to 125 bytes, variance inflation Infinity',
      reason: expect.stringMatching(/one column/),
    });
  });

  it('comes out where sizes vary, with its interval', () => {
    const bitRateMbps = [5, 40, 20, 90, 30, 60];
    const noise = [1, -1, 1, -1, 1, -1].map((sign) => sign * 0.001);
    const told = packetSizeAlternative({
      name: 'several sizes',
      packetRateKpps,
      bitRateMbps,
      cpuCores: packetRateKpps.map((kpps, i) => 0.5 + 0.04 * kpps + 0.01 * bitRateMbps[i]! + noise[i]!),
    });
    expect(told!.score).toMatch(/, 0\.01 cores per Mbit\/s \(0\.0099 to 0\.01\)|0\.01 cores per Mbit/);
    expect(told!.reason).toMatch(/bits cost something of their own here/);
  });

  it('is not asked of four readings, nor of a rate that never changes', () => {
    const four = {
      name: 'x',
      packetRateKpps: [1, 2, 3, 4],
      bitRateMbps: [1, 3, 2, 5],
      cpuCores: [1, 2, 3, 4],
    };
    expect(packetSizeAlternative(four)).toBeNull();
    const flat = {
      ...four,
      packetRateKpps,
      bitRateMbps: packetRateKpps.map(() => 7),
      cpuCores: packetRateKpps,
    };
    expect(packetSizeAlternative(flat)).toBeNull();
  });
});

describe('memory of a bridge', () => {
  const [three, four] = loadTestMemory({
    conferencesOf5: rows.get(`${folder}/conferences-of-5-3.csv`)!,
    oneConference4: rows.get(`${folder}/one-conference-4.csv`)!,
    oneConference6: rows.get(`${folder}/one-conference-6.csv`)!,
  });

  it('is least squares through the table of load test 3, which its printed line is not', () => {
    // N 20 to 100, MB 550, 670, 990, 1150, 1160: 34 000 / 4000 = 8.5 MB a participant, 904 - 60 x 8.5 = 394 MB.
    expect(three!.perParticipantMib * 1.048576).toBeCloseTo(8.5, 9);
    expect(three!.baseMib * 1.048576).toBeCloseTo(394, 6);
    // Printed: 265 + 10.9 N. Five points leave room for it.
    expect(three!.perParticipantMibInterval95[1] * 1.048576).toBeGreaterThan(10.9);
  });

  it('is the line that the report of load test 4 prints: 297 + 15.4 N MiB', () => {
    expect(four!.perParticipantMib / 15.4).toBeCloseTo(1, 1);
    expect(Math.abs(four!.baseMib - 297)).toBeLessThan(60);
  });

  it('grows by half as much again in one large conference', () => {
    expect(four!.perParticipantMib).toBeGreaterThan(1.3 * three!.perParticipantMib);
    expect(four!.baseMib).toBeGreaterThan(200);
  });
});

describe('the shipped calibration', () => {
  const { models, reports, unfitted } = calibrateShippedModels((path) => rows.get(path));

  it('names for every model a fit or why there is none', () => {
    const without = unfitted.flatMap((one) => one.models);
    const fitted = [
      ...[
        'bridges/gp1-xs',
        'media/audio-dominated-10-senders',
        'signalling/openfun-shard',
        'recorders/jibri',
      ],
      ...models
        .filter(({ kind, name }) => kind === 'bridges' && name !== 'gp1-xs')
        .map(({ name }) => `bridges/${name}`),
    ];
    expect([...without, ...fitted].toSorted()).toEqual(
      models.map(({ kind, name }) => `${kind}/${name}`).toSorted(),
    );
    for (const { reason, instead } of unfitted)
      expect(Math.min(reason.length, instead.length)).toBeGreaterThan(30);
  });

  it('has residuals, normal quantiles, influence and a range for every fit', () => {
    const lacking = reports
      .filter(
        ({ residuals, quantilePoints, influence, validRanges }) =>
          residuals.length === 0 ||
          quantilePoints.length !== residuals.length ||
          influence.length !== residuals.length ||
          validRanges.length === 0,
      )
      .map(({ name }) => name);
    expect(lacking).toEqual([]);
    expect(reports.length).toBeGreaterThan(9);
  });
});
