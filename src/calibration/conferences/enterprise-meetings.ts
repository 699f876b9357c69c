/**
 * Meetings of enterprises as 48 million of them were reported in 2022: a mean size, a share of one-to-one meetings and
 * a mean duration. The families are assumptions, and so is everything the study does not publish.
 */
import { fitMoments, fitSizeShares } from '../distributions/published-moments.ts';
import {
  type ModelFile,
  type ModelParameter,
  type ModelValue,
  roundedValue,
  significant,
} from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';

const dataset = 'datasets/conference-size-duration/size-duration.csv';
const yearOfStudy = '2022 Apr-May';
/** Largest meeting taken: the tail beyond is a webinar, which is another class. */
const sizeMost = 500;

/** What is published of meetings where no log is: enough to meet with a distribution, too little to choose one. */
export interface PublishedMeetings {
  readonly meanParticipants: number;
  /** Share of meetings of two. */
  readonly oneToOneRatio: number;
  readonly meanMinutes: number;
}

/** `rows` are those of the dataset of published moments. */
export function enterpriseMeetings(rows: readonly TextRow[]): ModelFile {
  const study = rows.find((row) => cellText(row, 'year') === yearOfStudy);
  if (study === undefined) {
    throw new CalibrationRefused({
      place: 'enterprise meetings',
      problem: `there is no row of ${yearOfStudy}`,
      hint: `pass the rows of ${dataset}`,
    });
  }
  return publishedMeetings({
    name: 'enterprise-2022',
    title: 'A meeting of enterprises of 2022, fitted to the three figures that were published of them',
    source: `${dataset}, row "${yearOfStudy}" (48 million meetings, HBR/Vyopta)`,
    figures: {
      meanParticipants: cellNumber(study, 'mean_participants'),
      oneToOneRatio: cellNumber(study, 'share_one_on_one'),
      meanMinutes: cellNumber(study, 'mean_duration_min'),
    },
    rows,
  });
}

/** A class of conferences that meets published figures; the spread of durations is that of the survey in `rows`. */
export function publishedMeetings(options: {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly figures: PublishedMeetings;
  readonly rows: readonly TextRow[];
}): ModelFile {
  const { name, title, source, figures, rows } = options;
  const size = fitSizeShares({
    mean: figures.meanParticipants,
    least: 2,
    leastRatio: figures.oneToOneRatio,
    most: sizeMost,
    family: 'lognormal',
  });
  const variation = surveyedVariation(rows);
  const duration = fitMoments({
    mean: figures.meanMinutes,
    standardDeviation: figures.meanMinutes * variation,
    family: 'lognormal',
  });
  return {
    kind: 'conferences',
    name,
    title,
    parameters: {
      size: {
        value: roundedValue(size.distribution),
        interval95: null,
        source,
        trust: 'calibrated',
        note: `meets the published mean and share of one-to-one meetings; ${size.warnings.join('; ')}`,
      },
      durationMinutes: {
        value: roundedValue(duration.distribution),
        interval95: null,
        source: `${source}; spread over mean ${significant(variation, 2)} from the survey of students in ${source.includes(dataset) ? 'the same file' : dataset}`,
        trust: 'calibrated',
        note: `meets the published mean; ${duration.warnings.join('; ')}`,
      },
      ...assumedHabits,
    },
  };
}

/** Standard deviation over mean of the durations of the one survey that gives both. */
function surveyedVariation(rows: readonly TextRow[]): number {
  for (const row of rows) {
    const found = /SD duration ([\d.]+)/.exec(cellText(row, 'note'));
    if (found !== null) return Number(found[1]) / cellNumber(row, 'mean_duration_min');
  }
  throw new CalibrationRefused({
    place: 'enterprise meetings',
    problem: 'no row gives the standard deviation of a duration',
    hint: `pass the rows of ${dataset}`,
  });
}

const setting = (value: ModelValue, source: string, note: string): ModelParameter => ({
  value,
  interval95: null,
  source,
  trust: 'assumed',
  note,
});

/** What no study publishes; the same as in the hand-written class `team-meeting`. */
const assumedHabits: Readonly<Record<string, ModelParameter>> = {
  joinOffsetSeconds: setting(
    { kind: 'clamped', of: { kind: 'normal', mean: 30, standardDeviation: 60 }, min: -120, max: 600 },
    'no arrival profile around the planned start is published',
    'nobody knows the spread; change it to see how much a scenario depends on it',
  ),
  hostJoinOffsetSeconds: setting(
    null,
    'the host of an office meeting joins like everybody else',
    'a setting',
  ),
  leaveOffsetSeconds: setting(
    { kind: 'clamped', of: { kind: 'normal', mean: 0, standardDeviation: 30 }, min: -300, max: 120 },
    'no leave profile is published',
    'nobody knows the spread',
  ),
  audioSenderRatio: {
    value: 0.5,
    interval95: [0.1, 0.9],
    source: 'habits of muting are not published',
    trust: 'assumed',
  },
  audioSendersMax: setting(
    9,
    "jitsi-meet's config.js offers startAudioMuted, which deployments set near ten",
    'a setting of the deployment, not a measurement',
  ),
  videoSenderRatio: {
    value: 0.45,
    interval95: [0.22, 0.6],
    source: 'datasets/teams-video-share/video-share-by-country.csv',
    trust: 'published',
    note: 'the published share is of calls, here it stands for the share of participants; the interval is the range over countries',
  },
  videoSendersMax: setting(25, 'about one gallery page of cameras', 'a habit or a setting of the deployment'),
  recordingRatio: {
    value: 0.02,
    interval95: [0, 0.1],
    source: 'no share of recorded meetings is published',
    trust: 'assumed',
  },
};
