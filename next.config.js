/** Headers of every answer; pages get their Content-Security-Policy from proxy.ts, which knows the nonce. */
const COMMON_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Addresses hold the state of the map: they are told to nobody else.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(self), payment=(), usb=()',
  },
];

/** Files that only run time looks for: SQL, and the thread of the embedded database with its packages. */
const RUN_TIME_FILES = [
  './db/migrations/**',
  './db/hardening.sql',
  './db/embedded/**',
  './db/types.ts',
  './node_modules/@electric-sql/pglite/**',
  './node_modules/@electric-sql/pglite-postgis/**',
];

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm run check` holds the types; here they would be checked a second time before every demo.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@electric-sql/pglite',
    '@electric-sql/pglite-postgis',
    'pg',
    'pg-copy-streams',
  ],
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingIncludes: { '/**': RUN_TIME_FILES },
  headers: async () => [
    { source: '/:path*', headers: COMMON_HEADERS },
    {
      source: '/api/:path*',
      headers: [
        { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
      ],
    },
  ],
};

/** Standalone output is a matter of the build; a server from the working copy (`npm start`) would warn of it. */
export default (phase) =>
  phase === 'phase-production-server' ? { ...config, output: undefined } : config;
