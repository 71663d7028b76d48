import { expect, it } from 'vitest';
import { routeOf, toPatterns } from './route-patterns';

const patterns = toPatterns([
  '/',
  '/jobs',
  '/api/jobs/[id]/cancel',
  '/api/jobs/events',
  '/api/jobs/[id]',
  '/api/auth/[...path]',
  '/api/tiles/[layer]/[z]/[x]/[y]',
  '/icon.svg',
]);

it.each([
  ['/', '/'],
  ['/?jurisdiction=330784', '/'],
  ['/api/jobs/12/cancel', '/api/jobs/[id]/cancel'],
  ['/api/jobs/events?jurisdiction=330784', '/api/jobs/events'],
  ['/api/jobs/12', '/api/jobs/[id]'],
  ['/api/auth/sign-in/username', '/api/auth/[...path]'],
  ['/api/tiles/towns/1/2/3', '/api/tiles/[layer]/[z]/[x]/[y]'],
  ['/_next/static/chunks/a.js', '/_next'],
  ['/iconXsvg', '(none)'],
  ['/api/tiles/towns/1/2', '(none)'],
  ['/someone/张三', '(none)'],
  ['', '(none)'],
])('takes %s for %s', (url, route) => {
  expect(routeOf(url, patterns)).toBe(route);
});
