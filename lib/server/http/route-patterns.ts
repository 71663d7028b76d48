import 'server-only';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a path matches that is neither a page nor a handler. */
const NOTHING = '(none)';

const Manifest = z.record(z.string(), z.string());

let known: readonly Pattern[] | undefined;
type Pattern = { readonly text: string; readonly expression: RegExp };

/**
 * The route of an address, such as `/api/jobs/[id]/cancel`: an address itself holds ids and queries, which are not for
 * a log.
 */
export function routeOf(url: string, patterns: readonly Pattern[] = readPatterns()): string {
  const [path = ''] = url.split('?', 1);
  if (path.startsWith('/_next/')) return '/_next';
  return patterns.find(({ expression }) => expression.test(path))?.text ?? NOTHING;
}

/** Patterns by how much of them is fixed, so that the most particular one is found first. */
export function toPatterns(routes: readonly string[]): Pattern[] {
  return [...new Set(routes)]
    .sort((a, b) => a.split('[').length - b.split('[').length || (a < b ? -1 : 1))
    .map((text) => ({ text, expression: expressionOf(text) }));
}

function expressionOf(route: string): RegExp {
  const parts = route.split('/').map((segment) => {
    if (segment.startsWith('[...')) return '.+';
    return segment.startsWith('[') ? '[^/]+' : segment.replace(/[^\w]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

/** The build's own list; a development server has none, and its lines then tell no routes. */
function readPatterns(): readonly Pattern[] {
  known ??= toPatterns(Object.values(readManifest()));
  return known;
}

function readManifest(): Record<string, string> {
  const file = join(process.cwd(), '.next', 'app-path-routes-manifest.json');
  try {
    return Manifest.parse(JSON.parse(readFileSync(/* turbopackIgnore: true */ file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
