import { route } from '@/lib/http/problem';
import { answerAuth } from '@/lib/server/access/answer-auth';

type Context = RouteContext<'/api/auth/[...path]'>;

const answer = route(async (request, { params }: Context) =>
  answerAuth(request, `/${(await params).path.join('/')}`),
);

export { answer as GET, answer as POST };
