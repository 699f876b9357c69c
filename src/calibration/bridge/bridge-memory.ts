/**
 * Memory of a bridge's process against the participants on it, for sizing machines by hand.
 *
 *   MiB = m0 + m1 * participants
 *
 * Simplification: bridges in a run have no memory, since it was never a limit in any measurement (1.4 of 16 GB at the
 * largest load). A Java process keeps what it once took, so a line holds for a load that grows.
 */
import { studentTQuantile } from '../../stats/student-t.ts';
import { cooksDistances, type FitReport, reportFit } from '../fit-report.ts';
import type { Interval } from '../fitting/bootstrap.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import { requirePoints, requireVariation } from '../refusal.ts';
import { cellNumber, cellText } from '../text-rows.ts';
import type { OpenfunLoadTestRows } from './openfun-load-tests.ts';

export interface BridgeMemoryFit {
  readonly baseMib: number;
  readonly perParticipantMib: number;
  readonly perParticipantMibInterval95: Interval;
  readonly report: FitReport;
}

const pointsMin = 4;
const bytesPerMib = 1024 ** 2;

export function fitBridgeMemory(options: {
  /** Of the measurement. */
  readonly name: string;
  readonly participants: readonly number[];
  readonly memoryMib: readonly number[];
}): BridgeMemoryFit {
  const { name, participants, memoryMib } = options;
  const place = `Memory of a bridge, ${name}`;
  requirePoints(place, participants.length, pointsMin);
  requireVariation(place, 'participants', participants);
  const line = fitLinear(place, { participants, base: participants.map(() => 1) }, memoryMib);
  const [slope, base] = line.coefficients as [number, number];
  const t = studentTQuantile(0.975, line.degreesOfFreedom);
  const interval = (value: number, error: number): Interval => [value - t * error, value + t * error];
  const slopeInterval = interval(slope, line.standardErrors[0]!);
  const points = participants.map((n) => `${n} participants`);
  const distances = cooksDistances(line);
  return {
    baseMib: base,
    perParticipantMib: slope,
    perParticipantMibInterval95: slopeInterval,
    report: reportFit({
      name: place,
      formula: 'MiB = m0 + m1 x participants',
      unit: 'MiB',
      parameters: [
        { name: 'm0', unit: 'MiB', value: base, interval95: interval(base, line.standardErrors[1]!) },
        { name: 'm1', unit: 'MiB per participant', value: slope, interval95: slopeInterval },
      ],
      points,
      observed: memoryMib,
      fitted: line.fitted,
      estimated: 2,
      influence: points.map((point, i) => ({ point, cooksDistance: distances[i]! })),
      validRanges: [
        {
          quantity: 'participants on one bridge',
          unit: '1',
          min: Math.min(...participants),
          max: Math.max(...participants),
        },
      ],
      warnings: [
        'for sizing by hand: runs have no memory of bridges; a Java process keeps what it once took, up to its heap limit',
      ],
    }),
  };
}

/** Load tests 3 and 4 published memory: conferences of five, and one large conference. */
export function loadTestMemory({
  conferencesOf5,
  oneConference4,
}: OpenfunLoadTestRows): readonly BridgeMemoryFit[] {
  const steady = oneConference4.filter((row) => cellText(row, 'valid_for_calibration') === 'yes');
  return [
    fitBridgeMemory({
      name: 'load test 3',
      participants: conferencesOf5.map((row) => cellNumber(row, 'participants_total')),
      memoryMib: conferencesOf5.map((row) => (cellNumber(row, 'jvb_ram_mbytes') * 1e6) / bytesPerMib),
    }),
    fitBridgeMemory({
      name: 'load test 4',
      participants: steady.map((row) => cellNumber(row, 'participants')),
      memoryMib: steady.map((row) => cellNumber(row, 'jvb_ram_mib')),
    }),
  ];
}
