import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMERGING_PATTERNS, emergingHotspot } from './emerging-hotspots';

/** A series of 12 steps from signs: + hot, - cold, . neither; `slope` lets the scores of one sign rise or fall. */
function classOf(steps: string, slope = 0) {
  const scores = Float64Array.from(steps, (sign, step) => {
    if (sign === '.') return 0.5 * (step % 2);
    return (sign === '+' ? 4 : -4) + slope * step + 0.01 * (step % 2);
  });
  const marks = Uint8Array.from(steps, (sign) => (sign === '.' ? 0 : 1));
  const found = emergingHotspot(scores, marks);
  return found.ok ? found.class : found.reason;
}

describe('emergingHotspot', () => {
  it.each([
    ['...........+', 0, 'new-hot'],
    ['....-......+', 0, 'new-hot'],
    ['.........+++', 0, 'consecutive-hot'],
    ['..++++++++++', 0, 'consecutive-hot'],
    ['++++++++++++', 0.2, 'intensifying-hot'],
    ['.+++++++++++', 0.2, 'intensifying-hot'],
    ['++++++++++++', -0.2, 'diminishing-hot'],
    ['++++++++++++', 0, 'persistent-hot'],
    ['+++++.++++++', 0, 'persistent-hot'],
    ['.+...+.....+', 0, 'sporadic-hot'],
    ['.+.-.+.....+', 0, 'oscillating-hot'],
    ['+++++++++++.', 0, 'historical-hot'],
    ['...........-', 0, 'new-cold'],
    ['..........--', 0, 'consecutive-cold'],
    ['------------', -0.2, 'intensifying-cold'],
    ['------------', 0.2, 'diminishing-cold'],
    ['------------', 0, 'persistent-cold'],
    ['.-...-.....-', 0, 'sporadic-cold'],
    ['.-.+.-.....-', 0, 'oscillating-cold'],
    ['-----------.', 0, 'historical-cold'],
    ['............', 0, 'none'],
    ['++++++++....', 0, 'none'],
    ['+++++++++++-', 0, 'new-cold'],
  ])('%s with slope %d is %s', (steps, slope, expected) => {
    expect(classOf(steps, slope)).toBe(expected);
  });

  it('tells the state of each step', () => {
    const scores = Float64Array.of(3, -3, 3, -3, 0, 0, 0, 0, 0, 0);
    const found = emergingHotspot(scores, [1, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(found).toMatchObject({ ok: true, states: Int8Array.of(1, -1, 0, 0, 0, 0, 0, 0, 0, 0) });
  });

  it('says what is missing where there are too few steps', () => {
    expect(emergingHotspot(new Float64Array(9), new Uint8Array(9))).toEqual({
      ok: false,
      reason: 'too-few-steps',
      needed: 10,
    });
    expect(() => emergingHotspot(new Float64Array(12), new Uint8Array(11))).toThrow(RangeError);
  });

  it('gives each series one of the 17 classes, and exchanges hot and cold when signs are turned', () => {
    const step = fc.record({
      z: fc.integer({ min: -5, max: 5 }),
      mark: fc.integer({ min: 0, max: 1 }),
    });
    const classes = EMERGING_PATTERNS.flatMap((pattern) => [`${pattern}-hot`, `${pattern}-cold`]);
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 24 }), (steps) => {
        const marks = steps.map(({ mark }) => mark);
        const scores = Float64Array.from(steps, ({ z }) => z);
        const found = emergingHotspot(scores, marks);
        const turned = emergingHotspot(
          scores.map((z) => -z),
          marks,
        );
        if (!(found.ok && turned.ok)) throw new Error('there were steps enough');
        expect([...classes, 'none']).toContain(found.class);
        expect(turned.class).toBe(exchanged(found.class));
      }),
    );
  });
});

function exchanged(name: string): string {
  if (name.endsWith('-hot')) return name.replace('-hot', '-cold');
  return name.replace('-cold', '-hot');
}
