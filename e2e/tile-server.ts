import { createServer, type Server } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';

const PIXELS = 256;

/** A server of one-coloured tiles, at the origin that the browser may load tiles from. */
export class TileServer {
  /** What it answers; 200 with a tile, or an error. */
  status = 200;
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  private readonly origin: URL;
  private readonly tile: Buffer;
  private server: Server | undefined;

  constructor(origin: string, colour: readonly [number, number, number]) {
    this.origin = new URL(origin);
    this.tile = png(colour);
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      response.writeHead(this.status, {
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'no-store',
        'Content-Type': 'image/png',
      });
      response.end(this.status === 200 ? this.tile : undefined);
    });
    this.server = server;
    await new Promise<void>((resolve) =>
      server.listen(Number(this.origin.port), this.origin.hostname, resolve),
    );
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A square of one colour as a PNG. */
function png(colour: readonly [number, number, number]): Buffer {
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: PIXELS }, () => Buffer.from(colour)),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(PIXELS, 0);
  header.writeUInt32BE(PIXELS, 4);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: PIXELS }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
