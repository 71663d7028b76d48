import 'server-only';
import { getIP } from 'better-auth/api';
import { REQUEST_ID_HEADER, readRequestId } from '@/lib/http/request-id';
import { env } from '../env';

/** Of a request, what the audit log keeps beside who sent it. */
export type RequestFacts = {
  /** As in its answer's X-Request-Id and in the log. */
  readonly requestId: string | null;
  /** Where it came from; null where that cannot be told. */
  readonly address: string | null;
};

/** The facts of a request, by its headers. Proxies are believed as far as sign-ins believe them. */
export function requestFacts(headers: Headers): RequestFacts {
  return { requestId: readRequestId(headers.get(REQUEST_ID_HEADER)), address: addressOf(headers) };
}

/** Whole, where better-auth's rate limit takes all of an IPv6 network for one. */
function addressOf(headers: Headers): string | null {
  if (!headers.has('x-forwarded-for')) return null;
  const { ZHANTU_TRUSTED_PROXIES: trusted } = env();
  const ipAddress = { ipv6Subnet: 128, ...(trusted && { trustedProxies: trusted }) };
  return getIP(headers, { advanced: { ipAddress } });
}
