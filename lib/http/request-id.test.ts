import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRequestId, requestIdOf } from './request-id';

it.each(['0a1b2c3d', '01J9ZC8Q4W5Y6X7V8U9T0SRQPN', '3f2b9e6e-7c1d-4b52-9f39-0c7b1f2f7a10'])(
  'keeps %s',
  (id) => {
    expect(requestIdOf(new Headers({ 'x-request-id': id }))).toBe(id);
  },
);

it.each([
  '',
  'short',
  '-12345678',
  'a'.repeat(65),
  'with space',
  '<script>x',
  'a;b=cdefgh',
  '张三张三张三张三',
])('makes a new one instead of %j', (text) => {
  expect(readRequestId(text)).toBeNull();
});

it('gives nothing that could end a line, a tag or a JSON text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readRequestId(text) ?? '').not.toMatch(/[\s"'<>\\\p{Cc}]/u);
    }),
  );
});

it('makes another one each time', () => {
  expect(requestIdOf(new Headers())).not.toBe(requestIdOf(new Headers()));
});
