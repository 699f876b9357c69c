/**
 * Recordings that were asked for, and how a start request goes.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { RandomStreams } from '../../engine/random/random-streams.ts';
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import type { JibriStart } from '../../jitsi/jibri-settings.ts';
import type { JibriSession } from '../../jitsi/jicofo/jibri-session.ts';

/** One recording that was asked for. */
export interface RecordingRequest {
  /** Counting from 0 in order of the first requests. */
  readonly number: number;
  /** Slot of its events. */
  readonly slot: number;
  readonly kind: 'file' | 'stream';
  readonly conference: number;
  readonly askedAtMs: number;
  /** When the recording is to end. */
  endMs: number;
  /** Since when its present Jibri records; whether it ends because its shard was lost. */
  onSinceMs: number;
  isCut: boolean;
  session: JibriSession<number>;
  /** What its pending event is; none when it comes on at once. */
  next: 'retry' | 'no-answer' | 'at-once' | 'comes-on' | 'aborts' | 'pending-timeout';
  retries: number;
  hasStarted: boolean;
  /** Until when its present Jibri must have come on. */
  deadlineMs: number;
  /** What its present Jibri records within the horizon. */
  countedMs: number;
}

/** What becomes of a start request, once it is accepted after how long. */
export interface StartFate {
  readonly fate: 'error' | 'no-answer' | 'aborts' | 'hangs' | 'comes-on';
  readonly startMs: number;
}

/** Draws what becomes of start requests; every request has its own substream. */
export class StartFates {
  private readonly start: JibriStart;
  private readonly choices: RandomStream;
  private readonly times: RandomStream;
  private drawn = 0;

  constructor(start: JibriStart, streams: RandomStreams) {
    this.start = start;
    this.choices = streams.stream('jitsi/jibri-start');
    this.times = streams.stream('jitsi/jibri-start-times');
  }

  draw(): StartFate {
    const number = this.drawn;
    this.drawn += 1;
    const seconds = sampleDistribution(this.start.seconds, this.times.at(number));
    return { fate: this.choose(number), startMs: Math.max(0, seconds * 1000) };
  }

  private choose(number: number): StartFate['fate'] {
    const { errorRatio, noAnswerRatio, abortRatio, hangRatio } = this.start;
    if (errorRatio + noAnswerRatio + abortRatio + hangRatio === 0) return 'comes-on';
    let rest = this.choices.at(number).nextUnit();
    for (const [fate, ratio] of [
      ['error', errorRatio],
      ['no-answer', noAnswerRatio],
      ['aborts', abortRatio],
      ['hangs', hangRatio],
    ] as const) {
      if (rest < ratio) return fate;
      rest -= ratio;
    }
    return 'comes-on';
  }
}
