import type { Command } from 'commander';
import { ownerDatabase } from '@/lib/server/database';
import { rebuildJurisdictionFacts } from '@/lib/server/facts';

/** `zhantu facts rebuild`. */
export function registerFacts(program: Command): void {
  program
    .command('facts')
    .description('the counts that rankings read')
    .command('rebuild')
    .description('count the facts of a jurisdiction anew from its incidents')
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print the result as JSON')
    .action(async ({ jurisdiction, json }: { jurisdiction: string; json?: true }) => {
      const rows = await rebuildJurisdictionFacts(await ownerDatabase(), jurisdiction);
      console.log(
        json
          ? JSON.stringify({ jurisdiction, rows })
          : `${rows.toLocaleString('en')} facts of ${jurisdiction}`,
      );
    });
}
