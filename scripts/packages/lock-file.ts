export type LockedPackage = {
  version?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

/** package-lock.json, version 3: packages by their place under node_modules. */
export type LockFile = { packages: Record<string, LockedPackage> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Optional packages that a locked package asks for and that have no entry of their own, with their version. */
export function missingOptionals({
  packages,
}: LockFile): Map<string, { version: string; dev: boolean }> {
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = new Map<string, { version: string; dev: boolean }>();
  for (const { optionalDependencies = {}, dev = false } of Object.values(packages))
    for (const [name, version] of Object.entries(optionalDependencies))
      if (!present.has(name)) missing.set(name, { version, dev });
  return missing;
}

/**
 * Adds an entry for each of them, in place, so that npm knows the platform it is for without asking the registry.
 *
 * @returns the names added.
 * @throws {Error} for a package whose name does not tell its platform, or that asks for a range of versions.
 */
export function completeLock(lock: LockFile): string[] {
  const missing = missingOptionals(lock);
  for (const [name, { version, dev }] of missing) {
    if (!/^\d/.test(version)) throw new Error(`${name}@${version} names no exact version`);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(dev && { dev }),
      optional: true,
      ...platformOf(name),
    };
  }
  const { '': root, ...rest } = lock.packages;
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = { ...(root && { '': root }), ...Object.fromEntries(sorted) };
  return [...missing.keys()];
}

/** The platform that a package of binaries is for, as its name says: `@next/swc-linux-x64-musl`. */
export function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((candidate) => words.includes(candidate));
  const processor = PROCESSORS.find((candidate) => words.includes(candidate));
  if (!system || !processor) throw new Error(`cannot tell the platform of ${name}`);
  const library = system === 'linux' && libraryOf(words.at(-1) ?? '');
  return { os: [system], cpu: [processor], ...(library && { libc: [library] }) };
}

function libraryOf(word: string): 'musl' | 'glibc' {
  return word.startsWith('musl') ? 'musl' : 'glibc';
}
