/** The limit of a drain from the layers that set one. */
import { type DrainLimit, lifecycleHookSeconds, shortestLimit } from '../cloud/drain-limits.ts';
import type { BridgePool } from './scenario.ts';
import type { WrittenDrains } from './schema-drains.ts';

/**
 * Six hours: 8x8's limit of a graceful shutdown. Source: jitsi/infra-configuration@b042dd7, autoscaler-sidecar defaults. Trust:
 * published, for 8x8; other operators' scripts have other limits or none.
 */
const DEFAULT_DRAIN_MAX_SECONDS = 21_600;
/** AWS's default of a hook's heartbeat timeout. */
const DEFAULT_HEARTBEAT_TIMEOUT_SECONDS = 3600;

/** `ownMaxSeconds`: the bridge's own limit unless the scenario writes one; null for none. */
export function resolveDrainLimit(
  written: WrittenDrains | undefined,
  ownMaxSeconds: number | null = null,
): DrainLimit {
  const { drainMaxSeconds, gracefulShutdownMaxSeconds, terminationGracePeriodSeconds, lifecycleHook } =
    written ?? {};
  const never = Number.POSITIVE_INFINITY;
  return shortestLimit({
    drainMaxSeconds: drainMaxSeconds === 'unlimited' ? never : (drainMaxSeconds ?? DEFAULT_DRAIN_MAX_SECONDS),
    gracefulShutdownMaxSeconds: gracefulShutdownMaxSeconds ?? ownMaxSeconds ?? never,
    terminationGracePeriodSeconds: terminationGracePeriodSeconds ?? never,
    lifecycleHook:
      lifecycleHook === undefined
        ? never
        : lifecycleHookSeconds(
            lifecycleHook.heartbeatTimeoutSeconds ?? DEFAULT_HEARTBEAT_TIMEOUT_SECONDS,
            lifecycleHook.sendsHeartbeats ?? false,
          ),
  });
}

/** Source: jitsi/jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf:405-416, the same at 8x8. */
const PRESET_SHUTTING_DOWN_DELAY_SECONDS = 60;

/** How a bridge ends its own drain. */
export function resolveShutdown(
  written: WrittenDrains | undefined,
  hasPreset: boolean,
): Required<Pick<BridgePool, 'drainBy' | 'gracefulShutdownMinParticipants' | 'shuttingDownDelaySeconds'>> {
  return {
    drainBy: written?.drainBy ?? 'graceful-shutdown',
    gracefulShutdownMinParticipants: written?.gracefulShutdownMinParticipants ?? 0,
    shuttingDownDelaySeconds:
      written?.shuttingDownDelaySeconds ?? (hasPreset ? PRESET_SHUTTING_DOWN_DELAY_SECONDS : 0),
  };
}
