// Goal: clients come back when lib-jitsi-meet and jitsi-meet make them come back, and Prosody pays what was fitted.
// Method: the ranges of the sources, written out: resume tries 1.5-3, 3-9, then 4.5-27 s; overlay 10 + 0..20 whole
//   seconds; conference request after 1, 2, 4 ... s. Costs against the figures of the published study.
import { describe, expect, it } from 'vitest';
import {
  focusRetrySeconds,
  reloadOverlaySeconds,
  resumeWaitSeconds,
} from '../../../../src/jitsi/signalling/client-timing.ts';
import {
  backgroundCores,
  joinCoreSeconds,
  leaveCoreSeconds,
  memoryMib,
} from '../../../../src/jitsi/signalling/prosody-costs.ts';
import { aSignallingModel } from '../../../support/signalling.ts';

const model = aSignallingModel();
const almost0 = 2 ** -53;
const almost1 = 1 - 2 ** -53;

describe('client timing', () => {
  it.each([
    [1, 1.5, 3],
    [2, 3, 9],
    [3, 4.5, 27],
    [4, 4.5, 27],
    [40, 4.5, 27],
  ])('try %i to resume comes after %f to %f s', (attempt, low, high) => {
    expect(resumeWaitSeconds(model, attempt, almost0)).toBeCloseTo(low, 9);
    expect(resumeWaitSeconds(model, attempt, 0.5)).toBeCloseTo((low + high) / 2, 9);
    expect(resumeWaitSeconds(model, attempt, almost1)).toBeCloseTo(high, 9);
  });

  it('the overlay counts down from 10 to 30 whole seconds, each equally likely', () => {
    const drawn = Array.from({ length: 21 }, (_, i) => reloadOverlaySeconds(model, (i + 0.5) / 21));
    expect(drawn).toEqual(Array.from({ length: 21 }, (_, i) => 10 + i));
  });

  it('the conference request is repeated after 1, 2, 4, 8, 16 and then 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => focusRetrySeconds(model, attempt))).toEqual([
      1, 2, 4, 8, 16, 30, 30,
    ]);
  });
});

describe('what Prosody pays', () => {
  // The study's rounded parameters: b = 0.0018 + 2.08e-4 J^2, a = 9.2e-5, c0 = 0.060, c1 = 7.8e-4, kappa = 0.3.
  const study = aSignallingModel({
    prosodyIdleCores: 0.0018,
    prosodyIdlePerSquaredBridgeCores: 2.08e-4,
    prosodyPerParticipantCores: 9.2e-5,
    prosodyPerJoinCoreSeconds: 0.06,
    prosodyPerJoinAndOccupantCoreSeconds: 7.8e-4,
    prosodyLeaveShareOfOccupantCost: 0.3,
    prosodyMemoryBaseMib: 14.8,
    prosodyMemoryPerParticipantMib: 0.139,
    prosodyMemoryFlatFromParticipants: 945,
  });

  it('is 0.205 core with 20 bridges and 1305 participants (0.206 measured)', () => {
    expect(backgroundCores(study, 20, 1305)).toBeCloseTo(0.205, 3);
    expect(backgroundCores(study, 20, 0)).toBeCloseTo(0.085, 3);
  });

  it('is 0.072 core-s for a join into a conference of 15, 0.44 into one of 490', () => {
    expect(joinCoreSeconds(study, 15)).toBeCloseTo(0.0717, 4);
    expect(joinCoreSeconds(study, 490)).toBeCloseTo(0.4422, 4);
    expect(leaveCoreSeconds(study, 490)).toBeCloseTo(0.1147, 4);
  });

  it('is 146 MiB from about 945 participants on', () => {
    expect(memoryMib(study, 900)).toBeCloseTo(139.9, 1);
    expect(memoryMib(study, 1500)).toBeCloseTo(146.2, 1);
  });
});
