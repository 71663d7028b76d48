import { cached, etagOf } from '@/lib/http/cache';
import { route } from '@/lib/http/problem';
import { database } from '@/lib/server/database';
import { readTile } from '@/lib/server/tiles';
import { tilePath, tileQuery } from '@/lib/validation/tiles';

type Context = RouteContext<'/api/tiles/[layer]/[z]/[x]/[y]'>;

export const GET = route(async (request, context: Context) => {
  const { layer, ...tile } = tilePath.parse(await context.params);
  const parameters = tileQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { version, read } = await readTile(await database(), layer, tile, parameters);
  return cached(request, {
    // An address with an outdated version is served fresh, but must not be kept under that name.
    profile: parameters.v === version ? 'immutable' : 'revalidate',
    etag: etagOf(version, tile, { ...parameters, v: undefined }),
    type: 'application/vnd.mapbox-vector-tile',
    read,
  });
});
