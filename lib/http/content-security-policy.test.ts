import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy';

const directive = (policy: string, name: string) =>
  policy.split('; ').find((part) => part.startsWith(`${name} `));

it('lets no script run but those with the nonce', () => {
  const scripts = directive(contentSecurityPolicy('abc', false, []), 'script-src');
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
});

it('names no outside origin', () => {
  expect(contentSecurityPolicy('abc', false, [])).not.toMatch(/https?:|\*|ws:|unsafe-eval/);
});

it('may not be framed', () => {
  expect(directive(contentSecurityPolicy('abc', false, []), 'frame-ancestors')).toBe(
    "frame-ancestors 'none'",
  );
});

it('lets tiles be fetched from the hosts named, and nothing else be from there', () => {
  const hosts = ['https://t0.example.cn', 'http://127.0.0.1:8080'];
  const policy = contentSecurityPolicy('abc', false, hosts);
  expect(directive(policy, 'connect-src')).toBe(`connect-src 'self' ${hosts.join(' ')}`);
  expect(policy.replace(hosts.join(' '), '')).not.toMatch(/https?:/);
});
