import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/http/content-security-policy';
import { REQUEST_ID_HEADER, requestIdOf } from '@/lib/http/request-id';
import { env } from '@/lib/server/env';

/** What pages take; POST is how React calls the server. Handlers under /api say for themselves what they take. */
const METHODS = ['GET', 'HEAD', 'POST'];

/** Gives each page a nonce of its own, so that no script runs but the ones this server wrote; and names its request. */
export function proxy(request: NextRequest): NextResponse {
  if (!METHODS.includes(request.method))
    return new NextResponse(null, { status: 405, headers: { Allow: METHODS.join(', ') } });
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(
    nonce,
    process.env.NODE_ENV === 'development',
    env().ZHANTU_BASEMAP_HOSTS,
  );
  const headers = new Headers(request.headers);
  const requestId = requestIdOf(headers);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set('x-nonce', nonce);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  return response;
}

export const config = {
  // Pages only. Prefetches are data for a page that has its policy already.
  matcher: [
    {
      source: '/((?!api/|_next/static|_next/image|favicon.ico).*)',
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'purpose', value: 'prefetch' },
      ],
    },
  ],
};
