import type { RasterSettings } from './types';

/** What may be wrong with the address of tiles; each has its text in `adminBasemap.refusal`. */
export const TEMPLATE_FAULTS = [
  'TEMPLATE_ADDRESS',
  'TEMPLATE_PLACES',
  'TEMPLATE_SUBDOMAINS',
  'TEMPLATE_CREDENTIALS',
  'TEMPLATE_HTTPS',
  'TEMPLATE_HOST',
] as const;

export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

type Template = Pick<RasterSettings, 'template' | 'subdomains'>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address is encrypted, or does not leave the machine. */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

/**
 * What is wrong with the address of tiles; undefined where it may be used. The same for the page, the server and the map.
 *
 * @param hosts origins that the deployer lets browsers load tiles from.
 */
export function templateFault(
  { template, subdomains }: Template,
  hosts: readonly string[],
): TemplateFault | undefined {
  if (hasFaultyPlaces(template)) return 'TEMPLATE_PLACES';
  if (hasFaultySubdomains(template, subdomains)) return 'TEMPLATE_SUBDOMAINS';
  // More slashes than two are read as two, and would hide from what follows where the host stands.
  if (/[\s\\#]|^[^/]*\/{3}/.test(template)) return 'TEMPLATE_ADDRESS';
  // The part before the path, and not what URL has parsed: an empty name before @ would be gone.
  if (/^[a-z]+:\/\/[^/?]*@/i.test(template)) return 'TEMPLATE_CREDENTIALS';
  return tileTemplates({ template, subdomains })
    .map((each) => addressFault(each, hosts))
    .find((each) => each !== undefined);
}

function addressFault(template: string, hosts: readonly string[]): TemplateFault | undefined {
  const address = addressOf(template);
  if (!address) return 'TEMPLATE_ADDRESS';
  // Written as the database wants it, too.
  if (!isSafeAddress(address) || !/^https?:\/\//.test(template)) return 'TEMPLATE_HTTPS';
  return hosts.includes(address.origin) ? undefined : 'TEMPLATE_HOST';
}

/** The templates that MapLibre takes: one for each subdomain. */
export function tileTemplates({ template, subdomains }: Template): string[] {
  if (subdomains === null) return [template];
  return [...subdomains].map((each) => template.replaceAll('{s}', each));
}

/** The host of a template as people are told it: with its port, without its key. */
export function hostOf({ template, subdomains }: Template): string {
  return addressOf(tileTemplates({ template, subdomains })[0] ?? template)?.host ?? '';
}

/** Each of the three is there, below the host, and nothing else that MapLibre would fill in. */
function hasFaultyPlaces(template: string): boolean {
  const places: readonly string[] = template.match(/\{[^}]*\}?/g) ?? [];
  return (
    ['{z}', '{x}', '{y}'].some((each) => !places.includes(each)) ||
    places.some((each) => !['{z}', '{x}', '{y}', '{s}'].includes(each)) ||
    /^[a-z]+:\/\/[^/?]*\{[zxy]\}/i.test(template)
  );
}

function hasFaultySubdomains(template: string, subdomains: string | null): boolean {
  if (!template.includes('{s}')) return subdomains !== null;
  return subdomains === null || !/^[a-z0-9]{1,16}$/.test(subdomains);
}

function addressOf(template: string): URL | null {
  return URL.parse(template.replace(/\{[zxy]\}/g, '0'));
}
