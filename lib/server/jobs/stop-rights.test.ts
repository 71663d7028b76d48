import { describe, expect, it } from 'vitest';
import { hasStopRight, rememberStopRight } from './stop-rights';

describe('the right to stop jobs', () => {
  it('is of one session in one jurisdiction, and ends with its last open list', () => {
    const first = rememberStopRight('330784', 'session=a');
    const second = rememberStopRight('330784', 'session=a');
    expect(hasStopRight('330784', 'session=a')).toBe(true);
    expect(hasStopRight('330783', 'session=a')).toBe(false);
    expect(hasStopRight('330784', 'session=b')).toBe(false);
    expect(hasStopRight('330784', null)).toBe(false);
    first();
    expect(hasStopRight('330784', 'session=a')).toBe(true);
    second();
    expect(hasStopRight('330784', 'session=a')).toBe(false);
  });
});
