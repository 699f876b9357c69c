/** What ends a drain, as users write it: limits of several layers, of which the shortest wins. */
import { z } from 'zod';
import { positive, ratio, seconds, wholeNumber } from './values.ts';

const hookSchema = z.strictObject({
  heartbeatTimeoutSeconds: positive("The hook's timeout, seconds. Default 3600, as AWS.", 172_800).optional(),
  sendsHeartbeats: z
    .boolean()
    .describe(
      'Whether the bridge extends the wait while conferences go on: up to 48 hours, and no more than 100 timeouts. Default false.',
    )
    .optional(),
});

export const drainKeys = {
  drainMaxSeconds: z
    .union([seconds('Seconds.'), z.literal('unlimited').describe('Never stopped early.')])
    .describe(
      'Longest that a draining bridge may take before it is stopped with conferences on it, seconds or unlimited; the limit of the script that drains it. Default 21600, as at 8x8.',
    )
    .optional(),
  gracefulShutdownMaxSeconds: seconds(
    "The bridge's own graceful-shutdown-max-duration, seconds; upstream ships 86400, 8x8 has 3600. Default: not a limit here, with a preset its own.",
  ).optional(),
  gracefulShutdownMinParticipants: wholeNumber(
    "The bridge's graceful-shutdown-min-participants: with no more than these left it stops waiting, and Jicofo moves them. Default 0, as shipped.",
  ).optional(),
  shuttingDownDelaySeconds: seconds(
    "The bridge's shutting-down-delay: how long its process goes on after it stopped waiting, seconds; Jicofo moves who is left meanwhile. Upstream has 60. Default 0, with a preset 60.",
  ).optional(),
  drainBy: z
    .enum(['graceful-shutdown', 'drain-flag'])
    .describe(
      'How a bridge is retired: in graceful shutdown it rejects new conferences, with the drain flag it takes them when no other bridge is left. Default graceful-shutdown.',
    )
    .optional(),
  terminationGracePeriodSeconds: seconds(
    "The pod's terminationGracePeriodSeconds, which begins with its preStop hook, seconds; Kubernetes ships 30. Default: no pod.",
  ).optional(),
  lifecycleHook: hookSchema
    .describe(
      'EC2 Auto Scaling holds a terminating instance no longer than its lifecycle hook. Default: no hook.',
    )
    .optional(),
  hungDrainRatio: ratio(
    'Share of drains that do not stop when they are empty: the instance is paid for until the limit. Default 0.',
  ).optional(),
};

const drainSchema = z.strictObject(drainKeys);

export type WrittenDrains = z.output<typeof drainSchema>;
