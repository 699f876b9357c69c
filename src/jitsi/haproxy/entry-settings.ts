/**
 * HAProxy in front of shards as 8x8 runs it. Names are those of HAProxy and of the sidecar in camel case.
 */
import type { AgentTiming } from './shard-agent.ts';

export interface HaproxySettings extends AgentTiming {
  /** `hash-balance-factor` over 100: most connections of a shard over its share; null for no bound. */
  readonly hashBalanceFactor: number | null;
  /** Seconds that an entry of the stick table outlives its last request. */
  readonly stickExpireSeconds: number;
  /** Period at which HAProxy asks each shard's agent. */
  readonly agentCheckSeconds: number;
  /** Period at which the agent looks at its shard, and the longest answer of Prosody that it waits for. */
  readonly pollSeconds: number;
  readonly pollTimeoutSeconds: number;
  /** Participants from which a shard asks for the least weight; null when weights are not sent. */
  readonly participantsMax: number | null;
}

/**
 * jitsi/infra-configuration@b042dd7, role hcv-haproxy-configure (haproxy.cfg.template.j2: hash-balance-factor 150, expire
 * 5m; defaults: haproxy_check_interval 10 s), and jitsi/signal-sidecar 6090e16, README.md. Weights by participants are
 * off there. The time-out of the sidecar's polls is an assumption.
 */
export const production8x8Entry: HaproxySettings = {
  hashBalanceFactor: 1.5,
  stickExpireSeconds: 300,
  agentCheckSeconds: 10,
  pollSeconds: 5,
  pollTimeoutSeconds: 3,
  healthDampeningSeconds: 30,
  drainGraceSeconds: 120,
  participantsMax: null,
};
