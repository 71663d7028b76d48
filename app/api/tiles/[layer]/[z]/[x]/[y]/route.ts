import { cached, etagOf, versionOf } from '@/lib/http/cache';
import { LAYER_ACTIONS } from '@/lib/server/access/layer-actions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { tileCache } from '@/lib/server/tile-cache';
import { readTile } from '@/lib/server/tiles';
import { tilePath, tileQuery } from '@/lib/validation/tiles';

type Context = RouteContext<'/api/tiles/[layer]/[z]/[x]/[y]'>;

export const GET = route(async (request, context: Context) => {
  const { layer, ...tile } = tilePath.parse(await context.params);
  const parameters = tileQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { actor, database } = await actorDatabase(parameters.jurisdiction, LAYER_ACTIONS[layer]);
  const { version: ofData, read } = await readTile(database, layer, tile, parameters);
  // What one person's browser kept is no answer for the next who signs in there.
  const version = versionOf(ofData, actor.role, actor.towns);
  const etag = etagOf(version, tile, { ...parameters, v: undefined });
  return cached(request, {
    // An address with an outdated version is served fresh, but must not be kept under that name.
    profile: parameters.v === version ? 'immutable' : 'revalidate',
    etag,
    type: 'application/vnd.mapbox-vector-tile',
    // By the same name as in the browser: whoever may see the same of the same data gets the same bytes.
    read: () => tileCache().read(etag, read),
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
