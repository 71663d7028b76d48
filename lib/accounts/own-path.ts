/** Where somebody lands when nothing else was asked for. */
const HOME = '/';

/** Never a real host: what resolves to another one left it. */
const HERE = 'https://here.invalid';

/**
 * A path of this application as somebody asked for it, with query; anything else, an address of another site however
 * it is dressed up among them, becomes {@link HOME}.
 */
export function ownPath(asked: string | null | undefined): string {
  if (!asked?.startsWith('/') || /[\p{Cc}\\]/u.test(asked)) return HOME;
  let url: URL;
  try {
    url = new URL(asked, HERE);
  } catch {
    return HOME;
  }
  // Read by the browser once more, a path that begins so would name a host.
  if (url.origin !== HERE || url.pathname.startsWith('//')) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}
