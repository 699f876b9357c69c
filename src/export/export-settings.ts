/**
 * The settings of a scenario as files that the programs which it simulates take.
 */
import type { Scenario } from '../scenario/scenario.ts';
import { exportAlerts } from './alerts.ts';
import { exportAsg } from './asg.ts';
import {
  type Exported,
  type ExportPool,
  type ExportRefusal,
  type ExportTarget,
  type ScaledPool,
  scaledPools,
} from './export-target.ts';
import { exportHpa } from './hpa.ts';
import { exportJicofo } from './jicofo-conf.ts';
import { exportGroups } from './jitsi-group.ts';
import { exportJvb } from './jvb-conf.ts';
import { exportKeda } from './keda.ts';

/**
 * @param only the pool whose policy is wanted; null for every pool that the target can scale
 */
export function exportSettings(scenario: Scenario, target: ExportTarget, only: ExportPool | null): Exported {
  if (target === 'jicofo') return exportJicofo(scenario);
  if (target === 'jvb') return exportJvb(scenario);
  if (target === 'alerts') return exportAlerts(scenario);
  const pools = scaledPools(scenario, only);
  switch (target) {
    case 'hpa': {
      const found = pools.flatMap(({ pool, scaling }) =>
        scaling.policy === 'kubernetes-hpa' ? [{ pool, scaling }] : [],
      );
      return found.length > 0 ? exportHpa(found) : refusal(pools, target);
    }
    case 'keda': {
      const found = pools.flatMap(({ pool, scaling }) =>
        scaling.policy === 'keda-scaled-object' || scaling.policy === 'keda-scaled-job'
          ? [{ pool, scaling }]
          : [],
      );
      return found.length > 0 ? exportKeda(scenario, found) : refusal(pools, target);
    }
    case 'asg': {
      const found = pools.flatMap(({ pool, scaling }) =>
        scaling.policy === 'aws-auto-scaling' ? [{ pool, scaling }] : [],
      );
      const plain = pools.flatMap(({ pool, scaling }) =>
        scaling.policy === 'static' || scaling.policy === 'scheduled' ? [{ pool, scaling }] : [],
      );
      return found.length + plain.length > 0 ? exportAsg(scenario, found, plain) : refusal(pools, target);
    }
    case 'jitsi-autoscaler': {
      const found = pools.flatMap(({ pool, scaling }) =>
        scaling.policy === 'jitsi-autoscaler' ? [{ pool, scaling }] : [],
      );
      return found.length > 0 ? exportGroups(scenario, found) : refusal(pools, target);
    }
  }
}

type Policy = ScaledPool['scaling']['policy'];

/** What a policy needs that a target may lack, in a clause after "which". */
const natures: Readonly<Record<Policy, string>> = {
  static: 'is a fixed number, not a reaction to a metric',
  'constant-free': 'keeps a number of free instances, whatever the metric of each',
  scheduled: 'is a timetable',
  react: 'sizes by the total load at each step',
  hist: 'sizes by the load of earlier days',
  reg: 'sizes by a regression over the load',
  adapt: 'sizes by the slope of the load',
  conpaas: 'chooses among predictors of the load',
  'square-root-staffing': 'sizes by a forecast and a formula',
  mpc: 'plans over a forecast',
  oracle: 'knows the future, which no controller does',
  custom: 'is a formula of your own',
  'kubernetes-hpa': 'follows the ratio of a metric to its target every few seconds',
  'keda-scaled-object': 'adds activation, cooldown and timetables to an HPA',
  'keda-scaled-job': 'starts one job for each piece of waiting work',
  'aws-auto-scaling': 'follows alarms of CloudWatch',
  'gcp-mig': 'follows the signals of a managed instance group',
  'azure-vmss': 'follows rules of Azure Monitor',
  'jitsi-autoscaler': 'counts periods above and below thresholds, with a grace period',
};

/** What comes nearest to a policy among the things that can be exported. */
const nearest: Readonly<Partial<Record<Policy, readonly string[]>>> = {
  static: ['an HPA with min and max alike', '--for asg'],
  scheduled: [
    'policy jitsi-autoscaler with scheduledScaling, for jitsi-autoscaler',
    'policy keda-scaled-object with cron triggers, for keda',
    '--for asg, as scheduled actions',
    'policy kubernetes-hpa whose min is raised by hand (boundsChanges)',
  ],
  'constant-free': ['policy jitsi-autoscaler for Jibris, which counts available ones, for jitsi-autoscaler'],
  'kubernetes-hpa': ['--for hpa'],
  'keda-scaled-object': ['--for keda'],
  'keda-scaled-job': ['--for keda'],
  'aws-auto-scaling': ['--for asg'],
  'jitsi-autoscaler': ['--for jitsi-autoscaler'],
};
const reactive = ['policy kubernetes-hpa, for hpa', 'policy jitsi-autoscaler, for jitsi-autoscaler'];

type PolicyTarget = Exclude<ExportTarget, 'jicofo' | 'jvb' | 'alerts'>;
const targetNames: Readonly<Record<PolicyTarget, string>> = {
  hpa: 'a HorizontalPodAutoscaler',
  keda: 'a ScaledObject or ScaledJob',
  asg: 'an Auto Scaling group of EC2',
  'jitsi-autoscaler': 'a group of jitsi-autoscaler',
};

function refusal(pools: readonly ScaledPool[], target: PolicyTarget): ExportRefusal {
  if (pools.length === 0) return { ok: false, reason: 'the scenario has no Jibris', alternatives: [] };
  const clauses = pools.map(
    ({ pool, scaling: { policy } }) => `the ${pool} are scaled by ${policy}, which ${natures[policy]}`,
  );
  const policies = pools.map(({ scaling: { policy } }) => policy);
  return {
    ok: false,
    reason: `${targetNames[target]} cannot say it: ${clauses.join('; ')}`,
    alternatives: [...new Set(policies.flatMap((policy) => nearest[policy] ?? reactive))],
  };
}
