/** The request that a handler answers, as Next would hand its headers over: what a test mocks `next/headers` by. */
export const asked = { headers: new Headers() };
