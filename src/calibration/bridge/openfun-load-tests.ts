/**
 * OpenFUN's load tests 3, 4 and 6 of one bridge (datasets/openfun-load-tests) as bridge tests.
 *
 * Test 3: rooms of 5. Test 4: one room, 10 senders, client machines at their limit above 65 participants. Test 6: as
 * test 4 with larger clients; CPU limit 3.6 cores (the report's "4 pods of 900 m" is a slip: one bridge). All on
 * Scaleway GP1-XS, 4 vCPU. Rows the reports flag as invalid or saturated keep that state.
 */
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellNumberOrNull, cellText, type TextRow } from '../text-rows.ts';
import type { CpuTest } from './cpu.ts';
import { type BridgePoint, type BridgeTest, describePoint } from './observations.ts';

export interface OpenfunLoadTestRows {
  /** datasets/openfun-load-tests/conferences-of-5-3.csv */
  readonly conferencesOf5: readonly TextRow[];
  /** datasets/openfun-load-tests/one-conference-4.csv */
  readonly oneConference4: readonly TextRow[];
  /** datasets/openfun-load-tests/one-conference-6.csv */
  readonly oneConference6: readonly TextRow[];
}

/** `load-threshold` of the videobridge's reference.conf, in force during test 6. */
const loadThresholdKpps = 50;
/** Participants of test 6 after the fast join that collapsed the bridge: not on any steady curve. */
const collapsedAtParticipants = 199;
/** CPU points above this share of the limit say "full", not how much was asked for. */
const cpuSaturatedShare = 0.95;
/**
 * Packets per participant in rooms of 5, where no packet rate was recorded: audio only at the low end, audio and a
 * 30 pps video at the high end (assumption; kpps).
 */
const roomsOf5KppsPerParticipant = { lowKpps: 0.22, highKpps: 0.45 };

export function oneConference6(rows: readonly TextRow[]): BridgeTest {
  return {
    name: 'load test 6',
    source: 'datasets/openfun-load-tests/one-conference-6.csv',
    coresLimit: 3.6,
    points: rows.map((row): BridgePoint => {
      const participants = cellNumber(row, 'participants');
      const milli = cellNumberOrNull(row, 'jvb_cpu_millicores');
      const valid = cellText(row, 'valid_for_calibration');
      return {
        participants,
        conferences: 1,
        audioSendersPerConference: cellNumber(row, 'audio_video_senders'),
        packetRateKpps: cellNumber(row, 'jvb_stress') * loadThresholdKpps,
        uploadKpps: null,
        cpuCores: milli === null ? null : milli / 1000,
        state:
          valid === 'yes' ? 'steady' : participants >= collapsedAtParticipants ? 'collapsed' : 'saturated',
      };
    }),
  };
}

export function oneConference4(rows: readonly TextRow[]): BridgeTest {
  return {
    name: 'load test 4',
    source: 'datasets/openfun-load-tests/one-conference-4.csv',
    coresLimit: 4,
    points: rows.map((row): BridgePoint => {
      const up = cellNumber(row, 'jvb_api_packet_rate_upload_kpps');
      // The bridge's API counts from its own side: its download is what participants upload.
      const down = cellNumberOrNull(row, 'jvb_api_packet_rate_download_kpps');
      return {
        participants: cellNumber(row, 'participants'),
        conferences: 1,
        audioSendersPerConference: cellNumber(row, 'audio_video_senders'),
        packetRateKpps: down === null ? null : up + down,
        uploadKpps: down,
        cpuCores: cellNumber(row, 'jvb_cpu_cores'),
        state: cellText(row, 'valid_for_calibration') === 'yes' ? 'steady' : 'invalid',
      };
    }),
  };
}

/** The points of the three tests whose CPU is below saturation, for the CPU fit. */
export function cpuTests(rows: OpenfunLoadTestRows): CpuTest[] {
  return [
    {
      name: 'load test 3',
      participants: rows.conferencesOf5.map((row) => cellNumber(row, 'participants_total')),
      cpuCores: rows.conferencesOf5.map((row) => cellNumber(row, 'jvb_cpu_millicores') / 1000),
      load: { kind: 'per-participant', ...roomsOf5KppsPerParticipant },
    },
    measuredCpu(oneConference4(rows.oneConference4)),
    measuredCpu(oneConference6(rows.oneConference6)),
  ];
}

/** Mean RTP upload of one sender (all layers and audio), pps, from the valid rows of test 4. */
export function uploadPerSenderPps(rows: readonly TextRow[]): number {
  const points = oneConference4(rows).points.filter(
    (point) => point.state === 'steady' && point.uploadKpps !== null,
  );
  if (points.length === 0) {
    throw new CalibrationRefused({
      place: 'upload per sender',
      problem: 'no valid row has a download packet rate',
      hint: 'give at least one row with jvb_api_packet_rate_download_kpps',
    });
  }
  const rates = points.map((point) => (point.uploadKpps! * 1000) / point.audioSendersPerConference);
  return rates.reduce((total, rate) => total + rate, 0) / rates.length;
}

function measuredCpu(test: BridgeTest): CpuTest {
  const points = test.points.filter(
    (point) =>
      point.state === 'steady' &&
      point.packetRateKpps !== null &&
      point.cpuCores !== null &&
      point.cpuCores < cpuSaturatedShare * test.coresLimit,
  );
  return {
    name: test.name,
    participants: points.map((point) => point.participants),
    cpuCores: points.map((point) => point.cpuCores!),
    load: { kind: 'measured', packetRateKpps: points.map((point) => point.packetRateKpps!) },
    leftOut: test.points
      .filter((point) => !points.includes(point))
      .map((point) => ({ point: describePoint(test, point), reason: whyNoCpu(point, test.coresLimit) })),
  };
}

function whyNoCpu(point: BridgePoint, coresLimit: number): string {
  if (point.packetRateKpps === null) return 'no packet rate was recorded';
  if (point.cpuCores === null) return 'no CPU was recorded';
  if (point.cpuCores >= cpuSaturatedShare * coresLimit) {
    return `the CPU was full (${point.cpuCores} of ${coresLimit} cores): it says nothing of what was asked for`;
  }
  return `the row is flagged as ${point.state}`;
}
