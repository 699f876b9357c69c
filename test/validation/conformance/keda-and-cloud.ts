/**
 * Runs the vectors of KEDA's ScaledJob and of the worked examples of AWS and Azure.
 */
import {
  adjustedCapacity,
  largestCapacity,
  percentChange,
  roundedChange,
} from '../../../src/autoscaling/aws/adjustment.ts';
import { effectiveMaxCapacity } from '../../../src/autoscaling/aws/predictive-scaling.ts';
import { stepScalingCapacity } from '../../../src/autoscaling/aws/step-scaling.ts';
import { mayScaleIn } from '../../../src/autoscaling/azure/flapping-guard.ts';
import {
  effectiveMaxScale,
  type ScaledJobStrategy,
  scaledJobScale,
} from '../../../src/autoscaling/keda/scaled-job.ts';
import type { VectorCase, VectorRunner } from './runner.ts';

// biome-ignore lint/suspicious/noExplicitAny: vectors are untyped JSON; a wrong field shows as a failing case
type Json = any;

function strategyOf(input: Json): ScaledJobStrategy {
  const { strategy, queueLengthDeduction = null, runningJobPercentage = null } = input;
  return strategy === 'custom' ? { strategy, queueLengthDeduction, runningJobPercentage } : { strategy };
}

const functions: Readonly<Record<string, (input: Json) => Json>> = {
  scaledJobStrategy(input) {
    const scale = effectiveMaxScale(strategyOf(input), input);
    const { scaleTo } = scaledJobScale(strategyOf(input), { ...input, minReplicaCount: 0 });
    return { effectiveMaxScale: scale, scaleTo };
  },
  scaledJobDecision: (input) => scaledJobScale(strategyOf(input), input),
  stepScaling: (input) => ({ desired: stepScalingCapacity(input, input) }),
  roundPercentAdjustment: (input) => ({ value: roundedChange(input.value) }),
  percentAdjustment({ capacity, percent, minAdjustmentMagnitude }) {
    return {
      delta: percentChange(capacity, {
        value: percent,
        minAdjustmentMagnitude: minAdjustmentMagnitude ?? 0,
      }),
    };
  },
  adjust: (input) => ({ desired: adjustedCapacity(input.capacity, input) }),
  resolve: (input) => ({ desired: largestCapacity(input.capacity, input.candidates) }),
  predictiveEffectiveMax(input) {
    const breach = { behavior: input.breach, bufferPercent: input.bufferPercent ?? 0 };
    return { effectiveMax: effectiveMaxCapacity(input, breach) };
  },
  azureScaleInProjection(input) {
    const rule = { operator: input.scaleOutOperator, threshold: input.scaleOutThreshold };
    return { scaleIn: mayScaleIn({ ...input, scaleOutRules: [rule] }, input.candidate) };
  },
};

export const kedaAndCloudRunner: VectorRunner = {
  name: 'KEDA, AWS and Azure',
  handles: (_file, testCase) => Object.hasOwn(functions, functionName(testCase)),
  run(testCase) {
    const { input, expected } = testCase as Json;
    const actual = functions[functionName(testCase)]?.(input);
    const mismatches = Object.entries(expected).filter(([key, value]) => actual[key] !== value);
    if (mismatches.length === 0) return null;
    return mismatches.map(([key, value]) => `${key} is ${actual[key]}, expected ${value}`).join('; ');
  },
};

function functionName(testCase: VectorCase): string {
  const input = testCase.input as Json;
  return typeof input?.function === 'string' ? input.function : '';
}
