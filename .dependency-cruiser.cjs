const TEST = '[.](test|bench)[.]tsx?$|/_?testing/|/fixtures/';
const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

/** Imports point one way: docs/architecture.md says why. */
module.exports = {
  forbidden: [
    forbid(
      'geo-is-pure',
      { path: '^geo/', pathNot: TEST },
      { pathNot: '^geo/|^node_modules/@types/geojson/' },
    ),
    forbid('db-knows-geo-only', { path: '^db/' }, { path: '^(app|lib|scripts)/' }),
    forbid(
      'shared-lib-has-no-server',
      { path: '^lib/', pathNot: `^lib/server/|${TEST}` },
      { path: '^(app|db|scripts|lib/server)/' },
    ),
    forbid('lib-server-stays-below', { path: '^lib/server/' }, { path: '^(app|scripts)/' }),
    forbid('app-goes-through-lib-server', { path: '^app/', pathNot: TEST }, { path: '^db/' }),
    forbid(
      'only-entry-files-touch-the-server',
      { path: '^app/', pathNot: `/(page|layout|route|actions|sitemap)[.]tsx?$|${TEST}` },
      { path: '^lib/server/' },
    ),
    forbid('nobody-imports-app', { pathNot: '^app/' }, { path: '^app/' }),
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-unresolved', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
