/**
 * Groups to test with: the bridge pool and the Jibri group of Jitsi's own production.
 */
import {
  type JitsiAutoscalerParameters,
  type JitsiAutoscalerPolicy,
  jitsiAutoscalerPolicy,
} from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';

const bridgePool: JitsiAutoscalerParameters = {
  type: 'JVB',
  minDesired: 2,
  maxDesired: 8,
  desiredCount: 2,
  scaleUpQuantity: 1,
  scaleDownQuantity: 1,
  scaleUpThreshold: 0.3,
  scaleDownThreshold: 0.1,
  scalePeriod: 60,
  scaleUpPeriodsCount: 2,
  scaleDownPeriodsCount: 10,
  gracePeriodTTLSec: 600,
  protectedTTLSec: 900,
};

export function aBridgePool(changes: Partial<JitsiAutoscalerParameters> = {}): JitsiAutoscalerPolicy {
  return jitsiAutoscalerPolicy({ ...bridgePool, ...changes });
}

export function aJibriGroup(changes: Partial<JitsiAutoscalerParameters> = {}): JitsiAutoscalerPolicy {
  return jitsiAutoscalerPolicy({
    ...bridgePool,
    type: 'jibri',
    minDesired: 1,
    maxDesired: 5,
    desiredCount: 1,
    scaleUpThreshold: 1,
    scaleDownThreshold: 1,
    scaleUpPeriodsCount: 5,
    scaleDownPeriodsCount: 20,
    gracePeriodTTLSec: 300,
    protectedTTLSec: 1800,
    ...changes,
  });
}

/** `count` periods of one value. */
export function periodsAt(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}
