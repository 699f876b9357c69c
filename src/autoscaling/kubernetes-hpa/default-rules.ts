/**
 * The scaling rules of a policy with Kubernetes' defaults filled in, member by member.
 * Source: kubernetes/kubernetes 2026 master, pkg/apis/autoscaling/v2/defaults.go.
 */
import type { HpaScalingRules, KubernetesHpaPolicy } from './policy.ts';
import type { ResolvedRules } from './rate-limits.ts';

/** Up: no window, the larger of 4 pods and 100 % in 15 s. */
export function resolveScaleUpRules(rules: HpaScalingRules | null): ResolvedRules {
  return {
    stabilizationWindowSeconds: rules?.stabilizationWindowSeconds ?? 0,
    selectPolicy: rules?.selectPolicy ?? 'Max',
    policies: rules?.policies ?? [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  };
}

/** Down: the controller's stabilisation window, 100 % in 15 s. */
export function resolveScaleDownRules(
  rules: HpaScalingRules | null,
  { downscaleStabilizationSeconds }: Pick<KubernetesHpaPolicy, 'downscaleStabilizationSeconds'>,
): ResolvedRules {
  return {
    stabilizationWindowSeconds: rules?.stabilizationWindowSeconds ?? downscaleStabilizationSeconds,
    selectPolicy: rules?.selectPolicy ?? 'Max',
    policies: rules?.policies ?? [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  };
}
