import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, templateFault, tileTemplates } from './template';

const HOSTS = ['https://tiles.example.cn', 'https://t0.example.cn', 'http://127.0.0.1:8080'];
const fault = (template: string, subdomains: string | null = null) =>
  templateFault({ template, subdomains }, HOSTS);

describe('the address of tiles', () => {
  it.each([
    'https://tiles.example.cn/{z}/{x}/{y}.png',
    'https://tiles.example.cn/wmts?SERVICE=WMTS&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=0a@b',
    'http://127.0.0.1:8080/{z}/{x}/{y}',
  ])('may be %s', (template) => {
    expect(fault(template)).toBeUndefined();
  });

  it.each([
    ['https://tiles.example.cn/{z}/{x}', 'TEMPLATE_PLACES'],
    ['https://tiles.example.cn/{z}/{x}/{y}/{quadkey}', 'TEMPLATE_PLACES'],
    ['https://tiles.example.cn/{z}/{x}/{y}/{', 'TEMPLATE_PLACES'],
    ['https://{x}.example.cn/{z}/{x}/{y}', 'TEMPLATE_PLACES'],
    ['https://t{s}.example.cn/{z}/{x}/{y}', 'TEMPLATE_SUBDOMAINS'],
    ['/{z}/{x}/{y}', 'TEMPLATE_ADDRESS'],
    ['https://tiles.example.cn/{z}/{x}/{y} ', 'TEMPLATE_ADDRESS'],
    ['https://other.example.cn\\@tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_ADDRESS'],
    ['https:////me@tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_ADDRESS'],
    ['https://me:secret@tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_CREDENTIALS'],
    ['https://@tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_CREDENTIALS'],
    ['http://tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_HTTPS'],
    ['javascript://tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_HTTPS'],
    ['https://tiles.example.cn.evil.example/{z}/{x}/{y}', 'TEMPLATE_HOST'],
    ['https://tiles.example.cn:8443/{z}/{x}/{y}', 'TEMPLATE_HOST'],
    ['http://127.0.0.1:8081/{z}/{x}/{y}', 'TEMPLATE_HOST'],
  ])('may not be %s', (template, expected) => {
    expect(fault(template)).toBe(expected);
  });

  it('has a host for each subdomain, and the deployer has named all of them', () => {
    const template = 'https://t{s}.example.cn/{z}/{x}/{y}';
    expect(tileTemplates({ template, subdomains: '01' })).toEqual([
      'https://t0.example.cn/{z}/{x}/{y}',
      'https://t1.example.cn/{z}/{x}/{y}',
    ]);
    expect(fault(template, '0')).toBeUndefined();
    expect(fault(template, '01')).toBe('TEMPLATE_HOST');
    for (const wrong of ['', '0,1', 'A', '.'])
      expect(fault(template, wrong)).toBe('TEMPLATE_SUBDOMAINS');
    expect(fault('https://tiles.example.cn/{z}/{x}/{y}', '0')).toBe('TEMPLATE_SUBDOMAINS');
  });

  it('leads to no other host, whatever it is', () => {
    const odd = fc.constantFrom(
      '\\',
      '@',
      '#',
      '?',
      ':',
      '//',
      '.evil.example',
      '%2f',
      '\t',
      '{s}',
      'a',
    );
    fc.assert(
      fc.property(
        fc.array(odd, { maxLength: 4 }),
        fc.array(odd, { maxLength: 4 }),
        (before, after) => {
          const template = `https://${before.join('')}tiles.example.cn${after.join('')}/{z}/{x}/{y}`;
          if (fault(template, template.includes('{s}') ? '0' : null) !== undefined) return;
          const asked = new URL(template.replaceAll('{s}', '0'));
          expect(HOSTS).toContain(asked.origin);
          expect(asked.username + asked.password).toBe('');
        },
      ),
    );
  });

  it('is told by its host, without its key', () => {
    const template = 'https://t{s}.example.cn/wmts?x={x}&y={y}&z={z}&tk=secret';
    expect(hostOf({ template, subdomains: '0' })).toBe('t0.example.cn');
  });
});
