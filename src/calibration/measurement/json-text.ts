/** JSON text to a value of unknown shape; a syntax error is refused with its place. */
import { CalibrationRefused } from '../refusal.ts';

export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CalibrationRefused({
      place,
      problem: `is not JSON (${error instanceof Error ? error.message : String(error)})`,
      hint: 'give the file as the tool wrote it',
    });
  }
}
