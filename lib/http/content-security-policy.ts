/**
 * The Content-Security-Policy of a page.
 *
 * Scripts run by nonce only. Styles may be inline: the components write `style` attributes into the server's HTML, which
 * no nonce can cover. MapLibre starts its workers from a blob. Everything comes from this server and nothing from outside,
 * but for the tiles of a basemap, which MapLibre fetches: that is `connect-src`, and no image may be from there.
 *
 * @param basemapHosts origins that tiles may come from.
 * @param isDevelopment React's development build needs eval, and hot reload a web socket.
 */
export function contentSecurityPolicy(
  nonce: string,
  isDevelopment: boolean,
  basemapHosts: readonly string[],
): string {
  const connections = ["'self'", ...basemapHosts, ...(isDevelopment ? ['ws:'] : [])];
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${connections.join(' ')}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
