/**
 * The Content-Security-Policy of a page.
 *
 * Scripts run by nonce only. Styles may be inline: the components write `style` attributes into the server's HTML, which
 * no nonce can cover. MapLibre starts its workers from a blob. Everything comes from this server and nothing from outside.
 *
 * @param isDevelopment React's development build needs eval, and hot reload a web socket.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
