// Goal: the presets are the groups they say they are.
// Method: the settings published in jitsi/infra-provisioning@c441cb5 scripts and jitsi-autoscaler@c302ef1 groups.json,
// against the model files.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  defaultJitsiAutoscalerTimers,
  type JitsiAutoscalerParameters,
  type JitsiAutoscalerPolicy,
  jitsiAutoscalerPolicy,
} from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';

interface ModelFile {
  readonly name: string;
  readonly parameters: Readonly<
    Record<string, { readonly value: unknown; readonly source: string; readonly trust: string }>
  >;
}

function preset(name: string): { readonly file: ModelFile; readonly policy: JitsiAutoscalerPolicy } {
  const path = new URL(`../../../../models/policies/${name}.yaml`, import.meta.url);
  const file = parse(readFileSync(path, 'utf8')) as ModelFile;
  const flat = Object.fromEntries(Object.entries(file.parameters).map(([key, { value }]) => [key, value]));
  return { file, policy: jitsiAutoscalerPolicy(flat as unknown as JitsiAutoscalerParameters) };
}

test('a bridge pool of production: 2 to 8, up at 0.3 within 2 min, down below 0.1 within 10 min, 10 min grace', () => {
  const { policy } = preset('jitsi-autoscaler-8x8-production');
  expect(policy.type).toBe('JVB');
  expect(policy.scalingOptions).toEqual({
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
  });
  expect([policy.gracePeriodTTLSec, policy.protectedTTLSec]).toEqual([600, 900]);
});

test('a Jibri group of production: 1 to 5, one available wanted, up within 5 min, down within 20 min', () => {
  const { policy } = preset('jitsi-autoscaler-8x8-production-jibri');
  expect(policy.type).toBe('jibri');
  expect(policy.scalingOptions).toMatchObject({
    minDesired: 1,
    maxDesired: 5,
    scaleUpThreshold: 1,
    scaleDownThreshold: 1,
    scaleUpPeriodsCount: 5,
    scaleDownPeriodsCount: 20,
  });
  expect([policy.gracePeriodTTLSec, policy.protectedTTLSec]).toEqual([300, 1800]);
});

test('the sample Jibri group: 1 to 2, up below 1 available, down above 2', () => {
  const { policy } = preset('jitsi-autoscaler-sample-jibri');
  expect(policy.scalingOptions).toMatchObject({
    minDesired: 1,
    maxDesired: 2,
    desiredCount: 2,
    scaleUpThreshold: 1,
    scaleDownThreshold: 2,
    scaleUpPeriodsCount: 2,
    scaleDownPeriodsCount: 4,
  });
  expect([policy.gracePeriodTTLSec, policy.protectedTTLSec]).toEqual([480, 600]);
});

test('every preset states all shipped timers, and every number has its source', () => {
  for (const name of [
    'jitsi-autoscaler-8x8-production',
    'jitsi-autoscaler-8x8-production-jibri',
    'jitsi-autoscaler-sample-jibri',
  ]) {
    const { file, policy } = preset(name);
    expect(file.name).toBe(name);
    expect(policy.timers).toEqual(defaultJitsiAutoscalerTimers);
    expect(Object.keys(file.parameters)).toEqual(
      expect.arrayContaining(Object.keys(defaultJitsiAutoscalerTimers)),
    );
    for (const { source } of Object.values(file.parameters))
      expect(source).toMatch(/^jitsi\/.+@[0-9a-f]{7} /);
  }
});
