// Goal: changes by the API follow jitsi/jitsi-autoscaler@c302ef1 src/scaling_options_manager.ts.
// Method: requests with results worked by hand.
import { expect, test } from 'vitest';
import { initialJitsiAutoscalerMemory } from '../../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import {
  applyFullScaling,
  applyLaunchProtected,
} from '../../../../src/autoscaling/jitsi-autoscaler/operator.ts';
import type { ScalingOptions } from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { aBridgePool } from './groups.ts';

const policy = aBridgePool({ desiredCount: 5 });

function after(direction: 'up' | 'down', options: Partial<ScalingOptions>) {
  return applyFullScaling(policy, initialJitsiAutoscalerMemory(policy), { nowMs: 1000, direction, options });
}

test('up never lowers desired, down never raises it', () => {
  expect(after('up', { desiredCount: 3 }).scalingOptions.desiredCount).toBe(5);
  expect(after('up', { desiredCount: 7 }).scalingOptions.desiredCount).toBe(7);
  expect(after('down', { desiredCount: 7 }).scalingOptions.desiredCount).toBe(5);
  expect(after('down', { desiredCount: 3 }).scalingOptions.desiredCount).toBe(3);
});

test('the maximum is raised and the minimum lowered to fit desired', () => {
  expect(after('up', { desiredCount: 12, maxDesired: 9 }).scalingOptions).toMatchObject({
    desiredCount: 12,
    maxDesired: 12,
  });
  expect(after('down', { desiredCount: 3, minDesired: 4 }).scalingOptions).toMatchObject({
    desiredCount: 3,
    minDesired: 3,
  });
  expect(after('up', { maxDesired: 4 }).scalingOptions).toMatchObject({ desiredCount: 5, maxDesired: 5 });
});

test('other options are taken as given, absent ones kept, and a grace period begins', () => {
  const memory = after('up', { scaleUpQuantity: 4, scaleUpThreshold: 0.5 });
  expect(memory.scalingOptions).toEqual({
    ...policy.scalingOptions,
    scaleUpQuantity: 4,
    scaleUpThreshold: 0.5,
  });
  expect(memory.graceUntilMs).toBe(601_000);
});

test('a protected launch adds to desired and protects what is launched in the next protectedTTLSec', () => {
  const memory = applyLaunchProtected(policy, initialJitsiAutoscalerMemory(policy), {
    nowMs: 1000,
    count: 4,
  });
  expect(memory.scalingOptions).toMatchObject({ desiredCount: 9, maxDesired: 9 });
  expect(memory.protectedUntilMs).toBe(901_000);
  expect(memory.graceUntilMs).toBe(601_000);
});
