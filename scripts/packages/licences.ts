import type { LockedPackage, LockFile } from './lock-file';

/** Licences that a production dependency may have: permissive, and compatible with Apache-2.0. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** Packages outside that list; NOTICE says of each why it may be here. */
const EXCEPTIONS: Record<string, string> = {
  arc: 'declares no licence in package.json; its LICENSE.md is BSD',
  'caniuse-lite': 'CC-BY-4.0: data about browsers, read when building',
  jsts: 'EDL-1.0 (the three-clause BSD text) or EPL-1.0, at the choice of the user',
  '@turf/jsts': 'EDL-1.0 (the three-clause BSD text) or EPL-1.0, at the choice of the user',
  'splaytree-ts': 'misspells BSD-3-Clause',
};

/** Prebuilt libvips, which Next.js brings for resizing images; a library of its own, loaded at run time. */
const LIBVIPS = /^@img\/sharp-(libvips-|wasm32|win32-)/;

/** A part of the test runner, which better-auth names as an optional peer: so npm counts it among both. */
const LIGHTNING_CSS = /^lightningcss(-|$)/;

export type LicensedPackage = { name: string; version: string; licence: string; why?: string };

/** Every package that a deployment may hold, by name, with its licence and, for an exception, why it may be there. */
export function productionLicences({ packages }: LockFile): LicensedPackage[] {
  const askers = askersOf(packages);
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version = '', license }]) => {
      const name = nameOf(path);
      // Entries for other platforms have none of their own: binaries come under the licence of what asks for them.
      const licence = license ?? askers.get(name)?.license ?? 'none';
      const why = explanationOf(name);
      return { name, version, licence, ...(why !== undefined && { why }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function explanationOf(name: string): string | undefined {
  if (LIBVIPS.test(name)) return 'LGPL-3.0-or-later: libvips';
  if (LIGHTNING_CSS.test(name)) return 'MPL-2.0: a part of the test runner';
  return EXCEPTIONS[name];
}

/** Those that NOTICE would have to explain and the lists above do not. */
export function unexplained(packages: readonly LicensedPackage[]): LicensedPackage[] {
  return packages.filter(({ licence, why }) => why === undefined && !isAllowed(licence));
}

/** An SPDX expression of ANDs and ORs, as package.json holds them: one allowed choice is enough, all parts of it must be. */
export function isAllowed(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence.trim())));
}

function askersOf(packages: Record<string, LockedPackage>): Map<string, LockedPackage> {
  const askers = new Map<string, LockedPackage>();
  for (const asker of Object.values(packages))
    for (const name of Object.keys(asker.optionalDependencies ?? {})) askers.set(name, asker);
  return askers;
}

function nameOf(path: string): string {
  return path.split('node_modules/').at(-1) ?? path;
}
