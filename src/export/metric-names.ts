/**
 * Names of metrics in a cluster for the metrics that scenarios know: those of systemli/prometheus-jitsi-meet-exporter
 * (@0d48d6cf main.go: stress_level, packet_rate_download and _upload in packets a second, participants, conferences), of
 * prayagsingh/prometheus-jibri-exporter (`jibri_busystatus`: 0 idle, 1 busy, 2 expired) and OpenFUN's `jibri_busy`, as a
 * prometheus-adapter serves them. One figure for the whole pool carries what became of
 * the pods' figures in its name, in PromQL's words: `jitsi_stress_level_avg`.
 */
import type { MetricAggregate, ScalingMetric } from '../scenario/scaling-metrics.ts';
import { isPoolMetric } from '../scenario/scaling-metrics.ts';

interface NamedMetric {
  readonly name: string;
  /** PromQL of one instance's figure, in the unit of the scenario. */
  readonly query: string;
}

const exported: Readonly<Record<Exclude<ScalingMetric, 'cpu'>, NamedMetric>> = {
  stress: { name: 'jitsi_stress_level', query: 'jitsi_stress_level' },
  packetRateKpps: {
    name: 'jitsi_packet_rate_kpps',
    query: '(jitsi_packet_rate_download + jitsi_packet_rate_upload) / 1000',
  },
  participants: { name: 'jitsi_participants', query: 'jitsi_participants' },
  conferences: { name: 'jitsi_conferences', query: 'jitsi_conferences' },
  // An expired Jibri takes no recording either.
  busy: { name: 'jibri_busy', query: '(jibri_busystatus > bool 0)' },
  joinsFailed: {
    name: 'jitsi_joins_failed',
    query: 'jitsi_joins_failed of the last minute, from your web client or proxy',
  },
  recordingsRefused: {
    name: 'jitsi_recordings_refused',
    query: 'jitsi_recordings_refused of the last minute, from Jicofo',
  },
};
const cpu: NamedMetric = {
  name: 'container_cpu_cores',
  query: 'rate(container_cpu_usage_seconds_total[1m])',
};

const words: Readonly<Record<MetricAggregate, string>> = { sum: 'sum', mean: 'avg', max: 'max' };

/** OpenFUN's `jibri_busy` of a namespace is the busy share already. Source: openfun/jitsi-k8s@e9307968. */
const plainAggregate = (metric: ScalingMetric): MetricAggregate | null => (metric === 'busy' ? 'mean' : null);

export interface MetricReading {
  readonly metric: ScalingMetric;
  /** Null: each pod its own figure. */
  readonly aggregate: MetricAggregate | null;
}

export function metricName({ metric, aggregate }: MetricReading): string {
  const { name } = namedMetric(metric);
  const isPlain = aggregate === null || isPoolMetric(metric) || aggregate === plainAggregate(metric);
  return isPlain ? name : `${name}_${words[aggregate]}`;
}

/** PromQL that gives the metric of that name. */
export function metricQuery({ metric, aggregate }: MetricReading): string {
  const { query } = namedMetric(metric);
  return aggregate === null || isPoolMetric(metric) ? query : `${words[aggregate]}(${query})`;
}

/** What a metric of a manifest is, or null when the name is not known. */
export function metricOfName(name: string, isOfPods: boolean): MetricReading | null {
  for (const metric of ['cpu', ...(Object.keys(exported) as (keyof typeof exported)[])] as const) {
    const base = namedMetric(metric).name;
    if (name === base) {
      return { metric, aggregate: isOfPods ? null : (plainAggregate(metric) ?? 'sum') };
    }
    for (const [aggregate, word] of Object.entries(words) as [MetricAggregate, string][]) {
      if (!isOfPods && name === `${base}_${word}`) return { metric, aggregate };
    }
  }
  return null;
}

/** Names that a manifest may use. */
export const knownMetricNames: readonly string[] = [cpu, ...Object.values(exported)].map(({ name }) => name);

function namedMetric(metric: ScalingMetric): NamedMetric {
  return metric === 'cpu' ? cpu : exported[metric];
}
