import { describe, expect, it } from 'vitest';
import { requireSameOrigin } from './same-origin';

const HERE = 'https://map.example.cn';
const check = (headers: Record<string, string>) => () =>
  requireSameOrigin(new Headers(headers), HERE);

describe('requireSameOrigin', () => {
  it('lets our own pages pass, by what the browser says of them', () => {
    expect(check({ 'sec-fetch-site': 'same-origin' })).not.toThrow();
    expect(check({ origin: HERE })).not.toThrow();
  });

  it.each([
    {},
    { 'sec-fetch-site': 'cross-site', origin: HERE },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${HERE}.evil.example` },
    { origin: 'http://map.example.cn' },
  ])('refuses %o', (headers) => {
    expect(check(headers as Record<string, string>)).toThrow('another site');
  });
});
