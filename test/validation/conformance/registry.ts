/**
 * Who runs which vectors, and what must not be pending.
 */
import { jitsiAutoscalerRunner } from './jitsi-autoscaler.ts';
import { kubernetesHpaRunner } from './kubernetes-hpa.ts';
import type { VectorRunner } from './runner.ts';

export const runners: readonly VectorRunner[] = [kubernetesHpaRunner, jitsiAutoscalerRunner];
