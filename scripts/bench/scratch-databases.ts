import { sql } from 'kysely';
import { openPostgres } from '@/db/postgres';

/** Databases of a throwaway cluster. */
export class ScratchDatabases {
  readonly #server: string;

  /** @param server URL of the cluster, without a database name. */
  constructor(server: string) {
    this.#server = server;
  }

  url(name: string): string {
    return `${this.#server}/${name}`;
  }

  /** Makes a database, a copy of another where one is named. */
  create(name: string, template = 'template1'): Promise<void> {
    return this.#administer(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  }

  drop(name: string): Promise<void> {
    return this.#administer(`DROP DATABASE "${name}"`);
  }

  async #administer(statement: string): Promise<void> {
    const database = openPostgres({ url: this.url('postgres'), poolSize: 1 });
    try {
      await sql.raw(statement).execute(database.db);
      // Else writing back what one measurement left behind would be paid by the next.
      await sql`CHECKPOINT`.execute(database.db);
    } finally {
      await database.close();
    }
  }
}
