/**
 * Which version of lib-jitsi-meet each participant's client is, where a run has several, and when such a client tries again.
 * The kind hangs on the participant alone, so that the same people have the same clients whatever else is changed, and a
 * larger share of clients of today only adds to them.
 *
 * Simplification: the version is drawn anew for each participant; classes of demand do not differ in it.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import type { RunContext } from '../run-context.ts';

/** As the signalling model has it. */
const ofModel = 0;
const ofToday = 1;

export class ClientKinds {
  /** The signalling model with the timing of each kind of client in it. */
  private readonly models: readonly [SignallingModel, SignallingModel];
  private readonly currentRatio: number;
  private readonly stream: RandomStream;

  constructor(context: RunContext, model: SignallingModel) {
    const { clients } = context.scenario.deployment;
    this.models = [model, { ...model, ...clients?.current }];
    this.currentRatio = clients?.currentRatio ?? 0;
    this.stream = context.streams.stream('jitsi/client-kinds');
  }

  /** The kind of a participant's client; `serial`: its number among all who came in the run. */
  draw(serial: number): number {
    if (this.currentRatio === 0) return ofModel;
    return this.stream.at(serial).nextUnit() < this.currentRatio ? ofToday : ofModel;
  }

  /** When a client of that kind tries again. */
  timingOf(kind: number): SignallingModel {
    return this.models[kind as typeof ofModel | typeof ofToday];
  }
}
