// Goal: the signalling refit finds what the published study of OpenFUN's day found, on calibration minutes only.
// Method: refit from datasets/; values against the study's 95 % intervals; errors against its accuracy checks.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  calibrateSignalling,
  type SignallingCalibration,
} from '../../src/calibration/signalling/calibrate-signalling.ts';
import { fitFrontCpu } from '../../src/calibration/signalling/front.ts';
import { fitMemory } from '../../src/calibration/signalling/memory.ts';
import { largeRoomOfTheMorning, signallingMinutes } from '../../src/calibration/signalling/openfun-day.ts';
import { fitProsodyCpu, type ProsodyCpuFit } from '../../src/calibration/signalling/prosody.ts';
import { createRandomStreams } from '../../src/engine/random/random-streams.ts';
import { readDataset } from '../support/read-dataset.ts';

const stream = createRandomStreams({ seed: 3, replication: 0 }).stream('test');
const nextUnit = () => stream.nextUnit();
let calibration: SignallingCalibration;
let withRooms: ProsodyCpuFit;
let blind: ProsodyCpuFit;

beforeAll(async () => {
  const autoscalingDay = await readDataset('datasets/openfun-load-tests/autoscaling-day-1min.csv');
  calibration = calibrateSignalling(
    {
      autoscalingDay,
      prosodyRise: await readDataset('datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv'),
      oneConference6: await readDataset('datasets/openfun-load-tests/one-conference-6.csv'),
      hpaQuickTest: await readDataset('datasets/openfun-hpa-quick-test/hpa-quick-test.csv'),
    },
    createRandomStreams({ seed: 3, replication: 0 }),
  );
  const minutes = signallingMinutes(autoscalingDay);
  const shared = { minutes, roomSize: 30, nextUnit, draws: 500 };
  withRooms = fitProsodyCpu({ ...shared, largeRoom: largeRoomOfTheMorning });
  blind = fitProsodyCpu({ ...shared, largeRoom: null });
});

function value(name: string): number {
  return calibration.signalling.parameters[name]?.value as number;
}

describe('Prosody CPU from the calibration minutes of 29 March 2022', () => {
  it('uses the 103 minutes from 09:27 to 11:09 and none that is kept for validation', () => {
    expect(withRooms.report.points).toBe(103);
    expect(withRooms.report.residuals[0]?.point).toBe('09:27');
    expect(withRooms.report.residuals.at(-1)?.point).toBe('11:09');
  });

  it('finds the published parameters: b 0.081-0.086, a 9.19e-5-9.78e-5, c0 0.049-0.078, c1 5.8e-4-1.03e-3', () => {
    expect(withRooms.idleCores).toBeGreaterThan(0.081);
    expect(withRooms.idleCores).toBeLessThan(0.0862);
    expect(withRooms.perParticipantCores).toBeGreaterThan(9.19e-5);
    expect(withRooms.perParticipantCores).toBeLessThan(9.78e-5);
    expect(withRooms.perJoinCoreSeconds).toBeGreaterThan(0.049);
    expect(withRooms.perJoinCoreSeconds).toBeLessThan(0.078);
    expect(withRooms.perJoinAndOccupantCoreSeconds).toBeGreaterThan(5.8e-4);
    expect(withRooms.perJoinAndOccupantCoreSeconds).toBeLessThan(1.03e-3);
  });

  it('finds a join into rooms of 30 at about 0.078 core-s (published 0.053 to 0.106)', () => {
    const join = withRooms.perJoinCoreSeconds + 15 * withRooms.perJoinAndOccupantCoreSeconds;
    expect(join).toBeGreaterThan(0.06);
    expect(join).toBeLessThan(0.095);
  });

  it('errs by less than 6 % with the room size and less than 9 % without', () => {
    expect(withRooms.meanAbsolutePercentageError).toBeLessThan(0.06);
    expect(blind.meanAbsolutePercentageError).toBeLessThan(0.09);
    expect(blind.meanAbsolutePercentageError).toBeGreaterThan(withRooms.meanAbsolutePercentageError);
  });

  it('shows the bias when the room size is ignored: 0.14 core-s a join (0.093 to 0.19), rmse 0.0232', () => {
    expect(blind.perJoinCoreSeconds).toBeCloseTo(0.14, 2);
    expect(blind.perJoinCoreSecondsInterval95[0]).toBeGreaterThan(0.07);
    expect(blind.perJoinCoreSecondsInterval95[1]).toBeLessThan(0.21);
    expect(blind.report.rootMeanSquareError).toBeCloseTo(0.0232, 3);
    expect(blind.report.warnings.join(' ')).toMatch(/biased upwards/);
  });

  it('predicts 0.206 core at 1305 steady participants and 20 bridges within 0.01', () => {
    const cores =
      value('prosodyIdleCores') +
      value('prosodyIdlePerSquaredBridgeCores') * 20 ** 2 +
      value('prosodyPerParticipantCores') * 1305;
    expect(Math.abs(cores - 0.206)).toBeLessThan(0.01);
  });

  it('finds the idle cost per squared bridge of 2.08e-4', () => {
    expect(Math.abs(value('prosodyIdlePerSquaredBridgeCores') / 2.08e-4 - 1)).toBeLessThan(0.05);
  });
});

describe('Prosody memory and the web front', () => {
  it('finds 14.8 MiB and 0.139 MiB a participant up to about 900', () => {
    expect(Math.abs(value('prosodyMemoryBaseMib') - 14.8)).toBeLessThan(2);
    expect(Math.abs(value('prosodyMemoryPerParticipantMib') - 0.139)).toBeLessThan(0.004);
    expect(Math.abs(value('prosodyMemoryFlatFromParticipants') - 900)).toBeLessThan(70);
  });

  it('says that the front bends with the size of one room and must not be extrapolated', () => {
    const front = calibration.reports.find((report) => report.name === 'CPU of the web front');
    expect(front?.warnings.join(' ')).toMatch(/do not extrapolate/);
    expect(front?.validRanges[0]).toMatchObject({ min: 21, max: 129 });
  });

  it('recovers a made-up hinge and a made-up line', () => {
    const points = [50, 100, 200, 300, 400, 500, 600, 700, 800].map((participants) => ({
      participants,
      memoryMib: 10 + 0.2 * Math.min(participants, 450),
    }));
    const hinge = fitMemory({ points, nextUnit, draws: 5 });
    expect(hinge.flatFromParticipants).toBeCloseTo(450, 0);
    expect(hinge.perParticipantMib).toBeCloseTo(0.2, 3);
    const front = fitFrontCpu({
      participants: [10, 20, 30, 40, 50],
      cpuCores: [0.1, 0.21, 0.29, 0.41, 0.5],
      nextUnit,
      draws: 50,
    });
    expect(front.perParticipantCores).toBeCloseTo(0.0101, 4);
    expect(front.report.warnings).toEqual([]);
  });

  it('refuses a large room that the joins cannot fill, too few minutes, and a constant number of participants', () => {
    const minute = (i: number, joins: number, participants = 100 + i) => ({
      minute: i,
      participants,
      netJoinsPerMinute: joins,
      cpuCores: 0.1 + 0.001 * i,
    });
    const fitMany = (minutes: ReturnType<typeof minute>[]) =>
      fitProsodyCpu({
        minutes,
        roomSize: 30,
        largeRoom: { fromMinute: 0, fullMinute: 20, size: 490 },
        nextUnit,
        draws: 0,
      });
    const many = Array.from({ length: 40 }, (_, i) => minute(i, i % 5));
    expect(() => fitMany(many)).toThrow(/a room of 490 cannot fill/);
    expect(() => fitMany(many.slice(0, 10))).toThrow(/10 usable points, at least 30/);
    expect(() => fitMany(many.map((row) => ({ ...row, participants: 100 })))).toThrow(
      /participants is 100 in every row/,
    );
  });
});

describe('recorders', () => {
  it('cost 0.66 to 1.44 vCPU and 0.5 to 1.2 GB an hour, the published range', async () => {
    const { jibriModel } = await import('../../src/calibration/recorders/jibri-model.ts');
    const { model } = jibriModel(await readDataset('datasets/jibri-reports/jibri-reports.csv'));
    expect(model.parameters.coresPerRecording?.interval95).toEqual([0.66, 1.44]);
    expect(model.parameters.diskGigabytesPerHour?.interval95).toEqual([0.5, 1.2]);
    expect(model.parameters.memoryGigabytesPerRecording?.interval95).toEqual([0.5, 1]);
  });
});
