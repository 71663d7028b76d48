import { createHash } from 'node:crypto';

/** Named Cache-Control profiles. All private: what a map shows depends on who asks. */
const PROFILES = {
  /** Kept, but asked about each time: costs a 304. */
  revalidate: 'private, max-age=0, must-revalidate',
  /** For an address that names the version of what it serves. */
  immutable: 'private, max-age=31536000, immutable',
} as const;
type CacheProfile = keyof typeof PROFILES;

type Cacheable = {
  readonly profile: CacheProfile;
  readonly etag: string;
  readonly type: string;
  /** Called only when the client has no such copy. */
  read(): Promise<Uint8Array>;
};

/** Answers 304 when the client holds this version, 204 when there is nothing to send, else the bytes. */
export async function cached(
  request: Request,
  { profile, etag, type, read }: Cacheable,
): Promise<Response> {
  const headers = { ETag: etag, 'Cache-Control': PROFILES[profile] };
  if (holds(request.headers.get('If-None-Match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const bytes = await read();
  if (bytes.length === 0) return new Response(null, { status: 204, headers });
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'Content-Type': type } });
}

/** An ETag of whatever decides the answer. Weak, because a server in front may compress the bytes. */
export function etagOf(...parts: readonly unknown[]): string {
  return `W/"${digest(parts)}"`;
}

/** A short name for a version, fit for a URL. */
export function versionOf(...parts: readonly unknown[]): string {
  return digest(parts);
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function holds(ifNoneMatch: string | null, etag: string): boolean {
  if (!ifNoneMatch) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => bare(tag) === bare(etag) || tag.trim() === '*');
}
