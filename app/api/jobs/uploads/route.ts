import { ProblemError } from '@/lib/http/problem';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { recordUpload, saveUpload } from '@/lib/server/jobs/uploads/uploads';
import { uploadQuery } from '@/lib/validation/jobs';

/** Keeps a file, sent as the bare body, for an import job; answers with the name to give to that. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, name } = uploadQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { actor, database } = await actorDatabase(jurisdiction, 'import.run');
  if (!request.body) throw new ProblemError(400, 'send the file as the body of the request');
  const upload = await saveUpload(request.body, name);
  await recordUpload(database.db, actor, name);
  return Response.json({ upload }, { status: 201 });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
