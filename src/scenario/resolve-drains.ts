/** The limit of a drain from the layers that set one. */
import { type DrainLimit, lifecycleHookSeconds, shortestLimit } from '../cloud/drain-limits.ts';
import type { WrittenDrains } from './schema-drains.ts';

/** Six hours: 8x8's limit of a graceful shutdown. Source: jitsi/infra-configuration@b042dd7, autoscaler-sidecar defaults. */
const DEFAULT_DRAIN_MAX_SECONDS = 21_600;
/** AWS's default of a hook's heartbeat timeout. */
const DEFAULT_HEARTBEAT_TIMEOUT_SECONDS = 3600;

export function resolveDrainLimit(written: WrittenDrains | undefined): DrainLimit {
  const { drainMaxSeconds, gracefulShutdownMaxSeconds, terminationGracePeriodSeconds, lifecycleHook } =
    written ?? {};
  const never = Number.POSITIVE_INFINITY;
  return shortestLimit({
    drainMaxSeconds: drainMaxSeconds === 'unlimited' ? never : (drainMaxSeconds ?? DEFAULT_DRAIN_MAX_SECONDS),
    gracefulShutdownMaxSeconds: gracefulShutdownMaxSeconds ?? never,
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
