import { connect, type Socket } from 'node:net';

export type RawAnswer = {
  readonly status: number;
  /** Lower-case names; several of one name are joined by line breaks. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it came, chunk sizes included. */
  readonly body: string;
};

/** A connection on which a test says byte by byte what no client would. */
export class RawConnection {
  readonly #socket: Socket;
  #text = '';
  readonly closed: Promise<void>;

  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.#socket = connect(Number(port), hostname);
    this.#socket.setEncoding('utf8');
    this.#socket.on('data', (part: string) => {
      this.#text += part;
    });
    // Resets are answers too: the server may hang up on what it will not read.
    this.#socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Resolves when what came so far holds a text; rejects where the connection ends without. */
  async until(expected: string): Promise<void> {
    if (this.#text.includes(expected)) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!this.#text.includes(expected)) return;
        this.#socket.off('data', look);
        resolve();
      };
      this.#socket.on('data', look);
      void this.closed.then(() => reject(new Error(`closed after ${JSON.stringify(this.#text)}`)));
    });
  }

  /** What came until the server closed the connection; without the interim answers (1xx). */
  async answer(): Promise<RawAnswer> {
    await this.closed;
    return readAnswer(this.#text.replace(/^(HTTP\/1[.]1 1\d\d[^\r]*\r\n\r\n)+/, ''));
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}\n${value}`);
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: text.slice(end + 4) };
}
