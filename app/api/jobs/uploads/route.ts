import { ProblemError } from '@/lib/http/problem';
import { requireSameOrigin } from '@/lib/http/same-origin';
import { entranceOf } from '@/lib/server/access/auth';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { saveUpload } from '@/lib/server/jobs/uploads/uploads';
import { uploadQuery } from '@/lib/validation/jobs';

/** Keeps a file, sent as the bare body, for an import job; answers with the name to give to that. */
export const POST = route(async (request) => {
  requireSameOrigin(request.headers, entranceOf(request.headers).origin);
  const { jurisdiction, name } = uploadQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  await actorDatabase(jurisdiction, 'import.run');
  if (!request.body) throw new ProblemError(400, 'send the file as the body of the request');
  return Response.json({ upload: await saveUpload(request.body, name) }, { status: 201 });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
