/**
 * How long launches spent in each stage on their way from the order to serving: waiting for the cloud, then the stages of the
 * boot model. Only launches that got there count, so that the stages of one table are about the same instances.
 */
import { QuantileSketch } from '../../stats/quantile-sketch.ts';
import type { BootRow } from '../rows.ts';

export interface StageTime {
  readonly stage: string;
  readonly seconds: number;
}

/** From the order until the cloud grants the instance: refusals and throttling. */
export const grantedStage = 'granted';
/** From the grant until an instance out of the warm pool serves. */
export const warmStartStage = 'warmStart';
/** From the order of a pod until a node takes it. */
export const boundStage = 'bound';
/** From the order until it serves. */
const wholeStage = 'whole';

interface Tally {
  readonly sketch: QuantileSketch;
  seconds: number;
}

export class BootStages {
  private readonly tallies = new Map<string, Tally>();
  /** Of launches under way, by slot: slots are used again, and then begin anew. */
  private readonly open: StageTime[][] = [];

  /** The launch in the slot begins with these stages. */
  begin(slot: number, stages: readonly StageTime[]): void {
    this.open[slot] = [...stages];
  }

  /** The instance in the slot serves; one that was not launched here is left out. */
  finish(slot: number): void {
    const stages = this.open[slot];
    if (stages === undefined) return;
    delete this.open[slot];
    let whole = 0;
    for (const { stage, seconds } of stages) {
      this.note(stage, seconds);
      whole += seconds;
    }
    this.note(wholeStage, whole);
  }

  /** One row a stage, in the order in which they were first gone through, the whole last. */
  rows(pool: BootRow['pool'], of: BootRow['of']): BootRow[] {
    const names = [...this.tallies.keys()].filter((stage) => stage !== wholeStage);
    if (this.tallies.has(wholeStage)) names.push(wholeStage);
    return names.map((stage) => {
      const { sketch, seconds } = this.tallies.get(stage)!;
      return {
        ...{ pool, of, stage },
        launches: sketch.count,
        secondsMean: seconds / sketch.count,
        secondsP50: sketch.quantile(0.5),
        secondsP95: sketch.quantile(0.95),
        secondsMax: sketch.max,
      };
    });
  }

  private note(stage: string, seconds: number): void {
    let tally = this.tallies.get(stage);
    if (tally === undefined) {
      tally = { sketch: new QuantileSketch(), seconds: 0 };
      this.tallies.set(stage, tally);
    }
    tally.sketch.insert(seconds);
    tally.seconds += seconds;
  }
}

/** Time in each stage, from the times at which stages are reached, milliseconds from the launch. */
export function stageTimes(
  names: readonly { readonly name: string }[],
  reachedMs: readonly number[],
): StageTime[] {
  return names.map(({ name }, index) => ({
    stage: name,
    seconds: (reachedMs[index]! - (index === 0 ? 0 : reachedMs[index - 1]!)) / 1000,
  }));
}
