/** A stream of numbers in [0, 1): the same for the same seed and subject. */
export type Random = () => number;

/**
 * A random stream of its own for each subject, so that a change of one subject leaves the others as they were.
 * Mulberry32 over a hash of both: quick, good for resampling and synthetic cities, not for secrets.
 */
export function randomStream(seed: number, subject: string): Random {
  let state = hash(`${seed}/${subject}`);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** FNV-1a of a text, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 0;
}
