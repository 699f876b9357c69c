/**
 * The controller that a scenario's policy asks for.
 */
import type { JibriOperations } from '../jibri-operations.ts';
import type { RunContext } from '../run-context.ts';
import { constantFreeController } from './constant-free-controller.ts';
import type { Controller } from './controller.ts';
import { JitsiAutoscalerController } from './jitsi-autoscaler-controller.ts';
import { kedaScaledJobController } from './keda-scaled-job-controller.ts';
import { KedaScaledObjectController } from './keda-scaled-object-controller.ts';
import { KubernetesHpaController } from './kubernetes-hpa-controller.ts';
import { loadPolicyController } from './load-policy-controller.ts';
import type { PoolSignals } from './pool-signals.ts';
import { scheduledController } from './scheduled-controller.ts';
import { staticController } from './static-controller.ts';

export function createBridgeController(context: RunContext, signals: PoolSignals): Controller {
  const { pool } = signals;
  const scaling = context.scenario.scaling.bridges;
  switch (scaling.policy) {
    case 'static':
      return staticController(context, pool, scaling.static);
    case 'scheduled':
      return scheduledController(context, pool, scaling);
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
      return loadPolicyController(context, signals, scaling);
    case 'kubernetes-hpa':
      return new KubernetesHpaController(context, signals, scaling);
    case 'keda-scaled-object':
      return new KedaScaledObjectController(context, signals, scaling);
    case 'jitsi-autoscaler':
      return new JitsiAutoscalerController(context, signals, scaling);
  }
}

/** Null when the scenario has no Jibris. */
export function createJibriController(
  context: RunContext,
  jibris: JibriOperations,
  signals: PoolSignals,
): Controller | null {
  const scaling = context.scenario.scaling.jibris;
  if (scaling === null) return null;
  switch (scaling.policy) {
    case 'static':
      return staticController(context, jibris, scaling.static);
    case 'constant-free':
      return constantFreeController(context, jibris, scaling.constantFree);
    case 'kubernetes-hpa':
      return new KubernetesHpaController(context, signals, scaling);
    case 'keda-scaled-object':
      return new KedaScaledObjectController(context, signals, scaling);
    case 'keda-scaled-job':
      return kedaScaledJobController(context, jibris, scaling);
    case 'jitsi-autoscaler':
      return new JitsiAutoscalerController(context, signals, scaling);
  }
}
