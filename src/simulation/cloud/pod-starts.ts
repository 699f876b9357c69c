/**
 * How long pods take from their order until they serve: the wait for a node, then the boot stages after the node's own.
 */
import { bootStageTimesMs } from '../../cloud/boot-delay.ts';
import type { InstancePool } from '../../cloud/instance-pool.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { QuantileSketch } from '../../stats/quantile-sketch.ts';
import { BootStages, boundStage, stageTimes } from './boot-stages.ts';
import type { PodSupplyOptions } from './pod-supply-options.ts';

export class PodStarts {
  readonly orderToReadySeconds = new QuantileSketch();
  readonly stages = new BootStages();
  private readonly pods: InstancePool;
  private readonly stream: RandomStream;
  private readonly options: Pick<PodSupplyOptions, 'boot' | 'settings'>;

  constructor(
    pods: InstancePool,
    stream: RandomStream,
    options: Pick<PodSupplyOptions, 'boot' | 'settings'>,
  ) {
    this.pods = pods;
    this.stream = stream;
    this.options = options;
  }

  /** A node takes the pod; returns the milliseconds until it serves. */
  bind(pod: number, nowMs: number): number {
    const { boot, settings } = this.options;
    const times = bootStageTimesMs(boot, this.stream.at(this.pods.number[pod]!));
    const bound = { stage: boundStage, seconds: (nowMs - this.pods.launchedMs(pod)) / 1000 };
    this.stages.begin(pod, [bound, ...stageTimes(boot.stages, times).slice(settings.readyStage + 1)]);
    return times.at(-1)! - times[settings.readyStage]!;
  }

  /** The pod serves. */
  noteReady(pod: number, nowMs: number): void {
    this.orderToReadySeconds.insert((nowMs - this.pods.launchedMs(pod)) / 1000);
    this.stages.finish(pod);
  }
}
