/**
 * The controller that a scenario's policy asks for. Every policy works on either pool, but for the one whose instances end
 * with their work.
 */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { BridgeScaling } from '../../scenario/scenario.ts';
import type { Conferences } from '../conferences.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { RunContext } from '../run-context.ts';
import type { ScaledPool } from '../scaled-pool.ts';
import { awsAutoScalingController } from './aws-auto-scaling-controller.ts';
import { azureVmssController } from './azure-vmss-controller.ts';
import { constantFreeController } from './constant-free-controller.ts';
import type { Controller } from './controller.ts';
import { customController } from './custom-controller.ts';
import { gcpMigController } from './gcp-mig-controller.ts';
import { JitsiAutoscalerController } from './jitsi-autoscaler-controller.ts';
import { kedaScaledJobController } from './keda-scaled-job-controller.ts';
import { KedaScaledObjectController } from './keda-scaled-object-controller.ts';
import { KubernetesHpaController } from './kubernetes-hpa-controller.ts';
import { loadPolicyController } from './load-policy-controller.ts';
import { bridgeSignals, jibriSignals, type PoolSignals } from './pool-signals.ts';
import { scheduledController } from './scheduled-controller.ts';
import { mpcController, oracleController, squareRootStaffingController } from './staffing-controllers.ts';
import { staticController } from './static-controller.ts';

export function createBridgeController(
  context: RunContext,
  pool: ScaledPool,
  fleet: BridgeFleet,
  conferences: Pick<Conferences, 'joinsFailed'>,
): Controller {
  return createController(context, bridgeSignals(pool, fleet, conferences), context.scenario.scaling.bridges);
}

/** Null when the scenario has no Jibris. */
export function createJibriController(context: RunContext, jibris: JibriOperations): Controller | null {
  const scaling = context.scenario.scaling.jibris;
  if (scaling === null) return null;
  return scaling.policy === 'keda-scaled-job'
    ? kedaScaledJobController(context, jibris, scaling)
    : createController(context, jibriSignals(jibris), scaling);
}

/** Any policy but that of jobs, on a pool of which only the signals are known. */
export function createController(
  context: RunContext,
  signals: PoolSignals,
  scaling: BridgeScaling,
): Controller {
  switch (scaling.policy) {
    case 'static':
      return staticController(context, signals.pool, scaling.static);
    case 'constant-free':
      return constantFreeController(context, signals, scaling.constantFree);
    case 'scheduled':
      return scheduledController(context, signals.pool, scaling);
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
    case 'conpaas':
      return loadPolicyController(context, signals, scaling);
    case 'square-root-staffing':
      return squareRootStaffingController(context, signals, scaling);
    case 'mpc':
      return mpcController(context, signals, scaling);
    case 'oracle':
      return oracleController(context, signals, scaling);
    case 'custom':
      return customController(context, signals, scaling);
    case 'kubernetes-hpa':
      return new KubernetesHpaController(context, signals, scaling);
    case 'keda-scaled-object':
      return new KedaScaledObjectController(context, signals, scaling);
    case 'aws-auto-scaling':
      return awsAutoScalingController(context, signals, scaling);
    case 'gcp-mig':
      return gcpMigController(context, signals, scaling);
    case 'azure-vmss':
      return azureVmssController(context, signals, scaling);
    case 'jitsi-autoscaler':
      return new JitsiAutoscalerController(context, signals, scaling);
  }
}
