type Handler = (
  request: Request,
  context: { params: Promise<{ path: string[] }> },
) => Promise<Response>;

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
};

/** What of a browser the sign-in needs: it keeps cookies, and says which page it is on. */
export class Browser {
  readonly #handler: Handler;
  readonly #cookies = new Map<string, string>();
  readonly address: string;
  origin = 'http://map.test';

  /** @param handler of /api/auth. @param address that the proxy saw. */
  constructor(handler: Handler, address = '192.0.2.1') {
    this.#handler = handler;
    this.address = address;
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookies(text: string) {
    this.#cookies.clear();
    for (const cookie of text.split('; ')) {
      const [name = '', value = ''] = cookie.split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
  }

  headers(more: Record<string, string> = {}): Headers {
    return new Headers({
      host: 'map.test',
      'x-forwarded-for': this.address,
      ...(this.#cookies.size > 0 && { cookie: this.cookies }),
      ...more,
    });
  }

  post(path: string, body: unknown = {}, more: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: this.headers({
        'content-type': 'application/json',
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        ...more,
      }),
    });
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, { headers: this.headers() });
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const url = new URL(`http://map.test/api/auth${path}`);
    const segments = url.pathname.replace('/api/auth/', '').split('/');
    const response = await this.#handler(new Request(url, init), {
      params: Promise.resolve({ path: segments }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? JSON.parse(text) : {},
    };
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '' || /max-age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
