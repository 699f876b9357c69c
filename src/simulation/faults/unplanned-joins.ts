/**
 * A burst of joins that is in no calendar: whole conferences, drawn as those of a demand class are, beginning now.
 */
import type { JoinBurst } from '../../scenario/faults.ts';
import { TimelineDrawer } from '../../workload/timeline-drawer.ts';
import type { Conferences } from '../conferences.ts';
import { noteIncident, type RunContext } from '../run-context.ts';

export class UnplannedJoins {
  private readonly context: RunContext;
  private readonly fault: JoinBurst;
  private readonly conferences: Conferences;
  private readonly drawer: TimelineDrawer;
  private drawn = 0;

  constructor(context: RunContext, fault: JoinBurst, conferences: Conferences) {
    this.context = context;
    this.fault = fault;
    this.conferences = conferences;
    const { conferenceClass } = context.scenario.demand[fault.demandIndex]!;
    this.drawer = new TimelineDrawer(
      {
        demandName: `faults/${fault.name}`,
        demandIndex: fault.demandIndex,
        conferenceClass: {
          ...conferenceClass,
          size: { kind: 'constant', value: fault.participants },
          durationMinutes: { kind: 'constant', value: fault.stayMinutes },
          joinOffsetSeconds: { kind: 'uniform', low: 0, high: fault.withinSeconds },
          hostJoinOffsetSeconds: null,
          leaveOffsetSeconds: { kind: 'constant', value: 0 },
        },
        trace: null,
      },
      context.streams,
    );
  }

  begin(nowMs: number): void {
    const { fault } = this;
    for (let i = 0; i < fault.conferences; i++) {
      this.conferences.openUnplanned((buffer) => this.drawer.draw(buffer, this.drawn, nowMs));
      this.drawn += 1;
    }
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'join-burst',
      detail: `${fault.name}: ${fault.conferences} conferences of ${fault.participants} that nobody planned`,
      affected: fault.conferences * fault.participants,
    });
  }
}
