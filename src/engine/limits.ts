/**
 * The engine's limits, each with a name. They catch run-away models and bad input early, with a message, instead
 * of exhausting memory or looping for ever; none of them is meant to bind in an ordinary run.
 */

/** Events one call of the run loop may handle unless the caller says otherwise: about an hour of computing. */
export const maxEventsPerRun = 20_000_000_000;

/**
 * Events handled at one and the same instant before the run loop concludes that the clock no longer moves.
 * Ten million participants joining at exactly 9:00 are still allowed.
 */
export const maxEventsAtOneTime = 50_000_000;

/** Entities of one future-event list: indices run from 0 to this number less one. */
export const maxEntities = 2 ** 28;

/** Blocks of four 32-bit words that one entity may draw from one stream. */
export const maxBlocksPerEntity = 2 ** 32;
