import { expect, it, vi } from 'vitest';

vi.stubEnv('ZHANTU_TRUSTED_PROXIES', '10.0.0.0/8');
const { requestFacts } = await import('./request-facts');

const addressOf = (forwarded: string) =>
  requestFacts(new Headers({ 'x-forwarded-for': forwarded })).address;

it('takes the last hop that is no proxy of ours, whatever the client wrote before it', () => {
  expect(addressOf('203.0.113.9')).toBe('203.0.113.9');
  expect(addressOf('1.1.1.1, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
  expect(addressOf('2001:db8::1, 10.0.0.2')).toBe('2001:0db8:0000:0000:0000:0000:0000:0001');
});

it('knows no address where nothing tells one', () => {
  expect(requestFacts(new Headers())).toEqual({ requestId: null, address: null });
});

it('keeps a well-formed request id only', () => {
  const idOf = (id: string) => requestFacts(new Headers({ 'x-request-id': id })).requestId;
  expect(idOf('0a1b2c3d-0a1b')).toBe('0a1b2c3d-0a1b');
  expect(idOf('<script>alert')).toBeNull();
});
