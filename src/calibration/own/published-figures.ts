/**
 * A class of conferences from figures that were published of them, or that somebody remembers of his own: a mean size, a
 * share of one-to-one meetings and a mean duration, and no log.
 */
import { publishedMeetings } from '../conferences/enterprise-meetings.ts';
import type { ModelFile } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { TextRow } from '../text-rows.ts';
import { type Given, type GivenNumber, requireGiven } from './given.ts';

/** Dataset beside which the figures are given: it holds published ones, and the spread of durations. */
export const publishedFiguresFolder = 'conference-size-duration';
const used: readonly (keyof Given)[] = ['meanSize', 'oneToOneRatio', 'meanMinutes'];
const example = `jitsim calibrate datasets/${publishedFiguresFolder} --given "meanSize=12, oneToOneRatio=0.3, meanMinutes=45" --name my-meetings`;

/** Throws `CalibrationRefused` without a figure or name, and for what has no use here. */
export function publishedFiguresModel(options: {
  readonly rowsOf: (path: string) => readonly TextRow[] | undefined;
  readonly given: Given;
  readonly name: string | null;
}): ModelFile {
  const { given, name } = options;
  const place = `datasets/${publishedFiguresFolder}`;
  const refuse = (problem: string) => new CalibrationRefused({ place, problem, hint: example });
  const needless = (Object.keys(given) as (keyof Given)[]).filter((key) => !used.includes(key));
  if (needless.length > 0) throw refuse(`has no use for ${needless.join(', ')}`);
  if (name === null) throw refuse('needs a name for the model');
  const figure = (key: GivenNumber): number => requireGiven(given, key, `conferences ${name}`);
  const figures = {
    meanParticipants: figure('meanSize'),
    oneToOneRatio: figure('oneToOneRatio'),
    meanMinutes: figure('meanMinutes'),
  };
  if (!(figures.meanMinutes > 0)) throw refuse('needs a mean duration above 0');
  return publishedMeetings({
    name,
    title: `A meeting of mean size ${figures.meanParticipants}, ${figures.meanMinutes} minutes, from figures alone`,
    source: 'given',
    figures,
    rows: options.rowsOf(`datasets/${publishedFiguresFolder}/size-duration.csv`) ?? [],
  });
}
