/** Where a run's conferences come from: one source for each demand entry, each with one conference that is to begin. */
import type { ConferenceSource, TimelineBuffer } from '../workload/timeline.ts';
import { entity, sourceKind } from './entities.ts';
import { planWithin, type RunContext } from './run-context.ts';

export class ConferenceSources {
  private readonly context: RunContext;
  private readonly sources: readonly ConferenceSource[];

  constructor(context: RunContext, sources: readonly ConferenceSource[]) {
    this.context = context;
    this.sources = sources;
  }

  /** Plans the first conference of every source. */
  start(): void {
    for (let source = 0; source < this.sources.length; source++) this.planNext(source);
  }

  /** The source's conference that begins now. */
  draw(source: number, buffer: TimelineBuffer): void {
    this.sources[source]!.draw(buffer);
  }

  planNext(source: number): void {
    planWithin(this.context, entity(sourceKind, source), this.sources[source]!.nextStartMs());
  }
}
