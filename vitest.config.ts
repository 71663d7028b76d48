import { defineConfig } from 'vitest/config';
import { ProcessesFirst } from './scripts/test/processes-first';

const alias = {
  '@': import.meta.dirname,
  // Throws outside Next; the tests run the same modules in plain Node.
  'server-only': `${import.meta.dirname}/node_modules/server-only/empty.js`,
};

/** A database project: the same files on one backend. Starting a database can take longer than a unit test may. */
function databaseProject(name: 'db-embedded' | 'db-postgres') {
  return {
    resolve: { alias },
    test: {
      name,
      include: ['{app,lib,db,geo,scripts}/**/*.db.test.ts'],
      globalSetup: './db/testing/global-setup.ts',
      // One process: what the embedded database is compiled to is shared between files.
      pool: 'threads',
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}

export default defineConfig({
  test: {
    // Every core: by default vitest keeps one free, half of a small machine.
    maxWorkers: '100%',
    sequence: { sequencer: ProcessesFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          pool: 'threads',
          include: ['{app,lib,db,geo,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts'],
        },
      },
      databaseProject('db-embedded'),
      databaseProject('db-postgres'),
    ],
  },
});
