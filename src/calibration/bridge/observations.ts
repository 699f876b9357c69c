/**
 * What a load test of one bridge must say to calibrate a bridge, whoever measured it.
 */
import type { LeftOut } from '../fit-report.ts';

export interface BridgeTest {
  /** How the test is called in reports. */
  readonly name: string;
  readonly source: string;
  /** Cores the bridge could use during the test (container limit or vCPUs). */
  readonly coresLimit: number;
  readonly points: readonly BridgePoint[];
}

export interface BridgePoint {
  /** Participants of the one conference, or of all conferences when they are alike. */
  readonly participants: number;
  /** Conferences on the bridge, all of one size. */
  readonly conferences: number;
  /** Unmuted audio senders of each conference. */
  readonly audioSendersPerConference: number;
  /** RTP packets in and out, kpps; null when not recorded. */
  readonly packetRateKpps: number | null;
  /** Upload of all senders, kpps; null when not recorded. */
  readonly uploadKpps: number | null;
  readonly cpuCores: number | null;
  /** `steady` points calibrate load and CPU; `saturated` ones only the ceiling; `invalid` ones nothing. */
  readonly state: 'steady' | 'saturated' | 'collapsed' | 'invalid';
}

/** Pairs of an audio sender and a receiver of it: n * A - A in each conference. */
export function audioPairs(point: BridgePoint): number {
  const perConference = point.participants / point.conferences;
  return point.conferences * (perConference - 1) * point.audioSendersPerConference;
}

export function audioSenders(point: BridgePoint): number {
  return point.conferences * point.audioSendersPerConference;
}

const reasons: Readonly<Record<BridgePoint['state'], string>> = {
  steady: 'nothing recorded that this fit needs',
  saturated: 'the bridge was saturated: the reading says what it carried, not what was asked of it',
  collapsed: 'the bridge had collapsed: it lies on no steady curve',
  invalid: 'something else than the bridge was the limit (the client machines)',
};

/** The points of a test that a fit did not use, and why. */
export function leftOutPoints(test: BridgeTest, isLeftOut: (point: BridgePoint) => boolean): LeftOut[] {
  return test.points
    .filter(isLeftOut)
    .map((point) => ({ point: describePoint(test, point), reason: reasons[point.state] }));
}

export function describePoint(test: BridgeTest, point: BridgePoint): string {
  return `${test.name}, ${point.participants} participants`;
}
