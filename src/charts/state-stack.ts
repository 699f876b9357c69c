/**
 * The stack of instances by state, over it the count the policy wants and the lower bound that perfect foresight would
 * have paid for: the body of the charts `fleet` and `jibris`. Rows carry one field a state, `wanted` and `oracle`.
 */
import type { Layer } from './chart.ts';
import { stateColours } from './palette.ts';

const wantedName = 'wanted by the policy';
const oracleName = 'lower bound: perfect foresight';

export interface StateStack {
  /** Fields in the order of the stack, from the bottom, with their colours. */
  readonly states: readonly { readonly field: string; readonly colour: string }[];
  /** What is counted, for the axis. */
  readonly unit: string;
  /** Top of the axis; left to the data without. */
  readonly countMax?: number;
  /** Further names of the legend, for layers drawn over the stack. */
  readonly others?: readonly { readonly name: string; readonly colour: string }[];
}

export function stateStack({ states, unit, countMax, others = [] }: StateStack): Layer[] {
  const y = {
    type: 'quantitative' as const,
    axis: { title: unit, tickCount: 4 },
    ...(countMax === undefined ? {} : { scale: { domain: [0, countMax] } }),
  };
  const fields = states.map(({ field }) => field);
  return [
    {
      transform: [
        { fold: fields, as: ['state', 'count'] },
        {
          calculate: `indexof([${fields.map((field) => `'${field}'`).join(',')}], datum.state)`,
          as: 'stackOrder',
        },
      ],
      mark: { type: 'area', interpolate: 'step-before' },
      encoding: {
        y: { ...y, field: 'count', stack: 'zero' },
        order: { field: 'stackOrder', type: 'quantitative' },
        color: {
          field: 'state',
          type: 'nominal',
          scale: {
            domain: [...fields, wantedName, oracleName, ...others.map(({ name }) => name)],
            range: [
              ...states.map(({ colour }) => colour),
              stateColours.wanted,
              stateColours.oracle,
              ...others.map(({ colour }) => colour),
            ],
          },
        },
      },
    },
    {
      mark: { type: 'line', interpolate: 'step-before', strokeWidth: 1.5 },
      encoding: { y: { ...y, field: 'wanted' }, color: { datum: wantedName } },
    },
    {
      mark: { type: 'line', interpolate: 'step-before', strokeWidth: 1.5, strokeDash: [4, 2] },
      encoding: { y: { ...y, field: 'oracle' }, color: { datum: oracleName } },
    },
  ];
}

/** The fields of the pointer line: the wanted count first, the lower bound last. */
export function stateFigures(states: StateStack['states']): { field: string; title: string }[] {
  return [
    { field: 'wanted', title: wantedName },
    ...states.map(({ field }) => ({ field, title: field })),
    { field: 'oracle', title: oracleName },
  ];
}
