let destination: string | undefined;

/**
 * Leaves for a whole new page: nothing that was read for somebody stays in memory. The first to call decides where to;
 * what is refused to this page meanwhile concerns nobody.
 */
export function leaveFor(address: string, before: Promise<unknown> = Promise.resolve()): void {
  if (destination) return;
  destination = address;
  // A browser may show the same page again when somebody goes back.
  window.addEventListener('pagehide', () => {
    destination = undefined;
  });
  void before.then(() => window.location.assign(address));
}

/** The session is over: whoever signs in again comes back to the same view. */
export function leaveForSignIn(): void {
  const next = `${window.location.pathname}${window.location.search}`;
  leaveFor(`/sign-in?${new URLSearchParams({ next })}`);
}

/** Whether the page is on its way to another. */
export function isLeaving(): boolean {
  return destination !== undefined;
}
