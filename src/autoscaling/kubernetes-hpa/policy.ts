/**
 * What a Kubernetes HorizontalPodAutoscaler (autoscaling/v2) is told, what it sees and what it remembers.
 *
 * Field names follow the HPA object and the flags of kube-controller-manager, so that an operator recognises the
 * manifest. Amounts are Kubernetes milli-units (1000 = one core, one byte, one of whatever is measured), as the
 * controller computes in them. The rules are those of kubernetes/kubernetes 2026 master,
 * pkg/controller/podautoscaler/{horizontal.go, replica_calculator.go}.
 */

/** One HPA with the controller's settings that act on it. */
export interface KubernetesHpaPolicy {
  /** Lowest desired count; 0 only with an object or external metric. */
  readonly minReplicas: number;
  /** Highest desired count. */
  readonly maxReplicas: number;
  /** The largest proposal of these metrics wins; an empty list never scales within the bounds. */
  readonly metrics: readonly HpaMetric[];
  /** Rate limits and stabilisation both ways; null for the older path (down only, 2x or 4 cap). */
  readonly behavior: HpaBehavior | null;
  /** Half-width of the band of usage ratios around 1 that changes nothing, both ways, unless `behavior` says more. */
  readonly toleranceRatio: number;
  /** How the band is compared; see {@link ToleranceForm}. */
  readonly toleranceForm: ToleranceForm;
  /** How long a higher recommendation holds the count up, seconds (0 to 3600). */
  readonly downscaleStabilizationSeconds: number;
  /** Time between two reconciles of this HPA, seconds. */
  readonly syncPeriodSeconds: number;
  /** Age below which a pod's CPU sample counts only if taken entirely after it became ready, seconds. */
  readonly cpuInitializationPeriodSeconds: number;
  /** Time after start within which a pod's first readiness changes do not count as having been ready, seconds. */
  readonly initialReadinessDelaySeconds: number;
  /** Without `behavior`: one sync may at most multiply the count by this. */
  readonly scaleUpLimitFactor: number;
  /** Without `behavior`: the count one sync may always reach. */
  readonly scaleUpLimitMinimum: number;
}

/**
 * `band`: keep when `1 - tolerance <= ratio <= 1 + tolerance` (since Kubernetes 1.33).
 * `distance`: keep when `|1 - ratio| <= tolerance` (before). In doubles the two differ at a ratio of exactly 1.1.
 */
export type ToleranceForm = 'band' | 'distance';

/** A metric source of the HPA object and its target. */
export type HpaMetric =
  | {
      readonly kind: 'resource-utilization';
      /** 'cpu' has readiness rules of its own; 'memory' and any other resource have not. */
      readonly resource: string;
      /** Only this container (a ContainerResource metric); null for the whole pod. */
      readonly container: string | null;
      /** Wanted usage as a percentage of the request; a positive integer. */
      readonly targetPercent: number;
    }
  | {
      readonly kind: 'resource-average-value';
      readonly resource: string;
      readonly container: string | null;
      readonly targetMilli: number;
    }
  | { readonly kind: 'pods-average-value'; readonly metricName: string; readonly targetMilli: number }
  | { readonly kind: 'object-value'; readonly metricName: string; readonly targetMilli: number }
  | { readonly kind: 'object-average-value'; readonly metricName: string; readonly targetMilli: number }
  | { readonly kind: 'external-value'; readonly metricName: string; readonly targetMilli: number }
  | { readonly kind: 'external-average-value'; readonly metricName: string; readonly targetMilli: number };

/** `spec.behavior`; a null direction takes the defaults of that direction. */
export interface HpaBehavior {
  readonly scaleUp: HpaScalingRules | null;
  readonly scaleDown: HpaScalingRules | null;
}

/** Rules of one direction; a null member takes the default of that member. */
export interface HpaScalingRules {
  /** 0 to 3600; default 0 up, the controller's downscale stabilisation down. */
  readonly stabilizationWindowSeconds: number | null;
  /** Which policy decides when several apply: the one with most change, with least, or no scaling at all. */
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled' | null;
  readonly policies: readonly HpaScalingPolicy[] | null;
  /** Tolerance of this direction alone; default `toleranceRatio`. */
  readonly tolerance: number | null;
}

/** At most this much change within any period. */
export interface HpaScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  /** Pods, or percent of the pods at the start of the period; positive integer. */
  readonly value: number;
  /** 1 to 1800. */
  readonly periodSeconds: number;
}

/** What the controller reads at one reconcile. */
export interface KubernetesHpaObservation {
  /** Simulated time of the reconcile, milliseconds. */
  readonly nowMs: number;
  /** `spec.replicas` of the scaled object: the count last asked for. */
  readonly specReplicas: number;
  /** `status.replicas`: pods that exist, ready or not. */
  readonly statusReplicas: number;
  /** Every pod the selector matches, also deleted ones that still drain. */
  readonly pods: readonly HpaPod[];
  /** One reading for each of `policy.metrics`, in the same order. */
  readonly readings: readonly HpaReading[];
}

export interface HpaPod {
  /** Unique among the pods. */
  readonly id: number;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Status of the Ready condition; null while the pod has none. */
  readonly ready: boolean | null;
  /** When the pod started; null before. `-Infinity` stands for Go's zero time. */
  readonly startedAtMs: number | null;
  /** When Ready last changed; `-Infinity` for Go's zero time. */
  readonly readyChangedAtMs: number;
  /** True from the deletion request on, so also while draining. */
  readonly deleting: boolean;
  readonly containers: readonly HpaContainer[];
  /** Request of the pod as a whole, which overrides its containers' sum; null for none. */
  readonly podRequestMilli: number | null;
}

/** An ordinary container, or an init container that keeps running (restartPolicy Always). */
export interface HpaContainer {
  readonly name: string;
  /** Request of the metric's resource; null for none. */
  readonly requestMilli: number | null;
}

/** What the metrics API answered for one metric. */
export type HpaReading =
  | { readonly kind: 'resource'; readonly samples: readonly HpaResourceSample[] }
  | { readonly kind: 'pods'; readonly samples: readonly HpaPodSample[] }
  /** Object metric: one value; external metric: the values of all matching series. */
  | { readonly kind: 'values'; readonly valuesMilli: readonly (number | bigint)[] }
  | { readonly kind: 'unavailable'; readonly error: string };

/** One pod's value of a custom metric. */
export interface HpaPodSample {
  readonly podId: number;
  readonly valueMilli: number;
}

/** One pod's usage of a resource, averaged over the window that ends at `takenAtMs`. */
export interface HpaResourceSample {
  readonly podId: number;
  readonly takenAtMs: number;
  readonly windowMs: number;
  readonly containers: readonly { readonly name: string; readonly usageMilli: number }[];
}

/** What the controller keeps between two reconciles; lost when it restarts. */
export interface KubernetesHpaMemory {
  /** Unstabilised recommendations in slot order, not in time order; null before the first reconcile. */
  readonly recommendations: readonly HpaRecommendation[] | null;
  readonly scaleUpEvents: readonly HpaScaleEvent[];
  readonly scaleDownEvents: readonly HpaScaleEvent[];
  /** The HPA itself went to zero and may come back (condition ScaledToZero). */
  readonly scaledToZero: boolean;
}

export interface HpaRecommendation {
  readonly replicas: number;
  readonly atMs: number;
}

export interface HpaScaleEvent {
  /** Size of the change, always positive. */
  readonly replicaChange: number;
  readonly atMs: number;
  /** Older than the longest period of its direction: its slot may be reused. */
  readonly outdated: boolean;
}

/** The memory of an HPA the controller has never seen. */
export const emptyKubernetesHpaMemory: KubernetesHpaMemory = {
  recommendations: null,
  scaleUpEvents: [],
  scaleDownEvents: [],
  scaledToZero: false,
};
