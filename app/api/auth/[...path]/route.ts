import { answerAuth } from '@/lib/server/access/answer-auth';
import { otherMethods, route } from '@/lib/server/http/route';

type Context = RouteContext<'/api/auth/[...path]'>;

const answer = route(async (request, { params }: Context) =>
  answerAuth(request, `/${(await params).path.join('/')}`),
);

export { answer as GET, answer as POST };

export const { PUT, PATCH, DELETE } = otherMethods('GET', 'POST');
