import { afterEach, describe, expect, it, vi } from 'vitest';

/** The settings of a process that was started with these hosts. */
async function hostsOf(text: string): Promise<readonly string[]> {
  vi.resetModules();
  vi.stubEnv('ZHANTU_BASEMAP_HOSTS', text);
  const { env } = await import('./env');
  return env().ZHANTU_BASEMAP_HOSTS;
}

afterEach(() => vi.unstubAllEnvs());

describe('ZHANTU_BASEMAP_HOSTS', () => {
  it('names the hosts that tiles may come from', async () => {
    expect(
      await hostsOf('https://t0.example.cn, https://t1.example.cn:8443/,http://127.0.0.1:8080'),
    ).toEqual(['https://t0.example.cn', 'https://t1.example.cn:8443', 'http://127.0.0.1:8080']);
  });

  it.each([
    'http://tiles.example.cn',
    'https://*.example.cn',
    'https://tiles.example.cn/wmts',
    "https://tiles.example.cn; script-src 'unsafe-eval'",
    'tiles.example.cn',
    '*',
    '',
  ])('stops the start where it is %j', async (text) => {
    await expect(hostsOf(text)).rejects.toThrow(/ZHANTU_BASEMAP_HOSTS/);
  });
});
