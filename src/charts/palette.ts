/**
 * Colours. All pairs used together stay apart under the common forms of colour blindness; the first seven are
 * those of Okabe and Ito (Color Universal Design, 2008) without yellow, which is too pale for lines on white.
 */
const variantColours = ['#0072b2', '#d55e00', '#009e73', '#b0569b', '#e69f00', '#56b4e9', '#6b6b6b'] as const;

/** Text, axes and measured series. */
export const ink = '#1b1f24';
export const inkSoft = '#5b6470';
export const gridColour = '#dfe3e8';
export const limitColour = '#c1272d';
export const participantsColour = '#8a94a3';

/** Bridges and Jibris by state, the count a policy wants, and the lower bound. */
export const stateColours = {
  ready: '#8fbbe0',
  busy: '#4f8fc7',
  launching: '#f4b942',
  draining: '#b7a8cc',
  wanted: ink,
  oracle: '#c2185b',
} as const;

/** Stress: the range of most bridges, the median and the busiest. */
export const stressColours = { most: '#a9cbe8', typical: '#0072b2', busiest: '#d55e00' } as const;

/** From far below a limit to at it or beyond. */
export const limitRatioColours = ['#eef3f8', '#c9ddef', '#f7d9a8', '#ee9a5c', '#c1272d'] as const;

/** The colour of the variant at that position; the same in every chart. Colours repeat after seven variants. */
export function variantColour(index: number): string {
  return variantColours[index % variantColours.length] ?? ink;
}
