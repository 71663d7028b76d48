import { describe, expect, it, vi } from 'vitest';
import { cached, etagOf } from './cache';

const etag = etagOf('towns', 7);
const request = (ifNoneMatch?: string) =>
  new Request(
    'http://map.example/',
    ifNoneMatch ? { headers: { 'If-None-Match': ifNoneMatch } } : {},
  );
const answer = (bytes: number[], profile: 'revalidate' | 'immutable' = 'revalidate') => ({
  profile,
  etag,
  type: 'application/x-test',
  read: vi.fn(async () => Uint8Array.from(bytes)),
});

describe('cached', () => {
  it('sends the bytes with their ETag and profile', async () => {
    const response = await cached(request(), answer([1, 2, 3]));
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).toBe(etag);
    expect(response.headers.get('Content-Type')).toBe('application/x-test');
    expect(response.headers.get('Cache-Control')).toBe('private, max-age=0, must-revalidate');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3]);
  });

  it.each([etag, etag.slice(2), `"other", ${etag}`, '*'])(
    'answers 304 to %s without reading anything',
    async (ifNoneMatch) => {
      const asked = answer([1]);
      const response = await cached(request(ifNoneMatch), asked);
      expect(response.status).toBe(304);
      expect(response.headers.get('ETag')).toBe(etag);
      expect(asked.read).not.toHaveBeenCalled();
    },
  );

  it('reads again for another ETag', async () => {
    expect((await cached(request(etagOf('towns', 8)), answer([1]))).status).toBe(200);
  });

  it('answers 204 when there is nothing, with the ETag too', async () => {
    const response = await cached(request(), answer([]));
    expect(response.status).toBe(204);
    expect(response.headers.get('ETag')).toBe(etag);
  });

  it('lets a versioned address be kept for ever', async () => {
    const response = await cached(request(), answer([1], 'immutable'));
    expect(response.headers.get('Cache-Control')).toContain('immutable');
  });
});
