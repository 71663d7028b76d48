import { closeSync, openSync, writeSync } from 'node:fs';
import { demoCity } from '@/lib/demo/city';
import { type DemoIncident, demoIncidents } from '@/lib/demo/incidents';
import { toDegrees } from '@/lib/demo/plane';

/** Characters written at a time. */
const CHUNK = 1 << 20;

export type IncidentFiles = {
  /** What a user would import: id, occurred, kind, lon, lat. */
  csv: string;
  /** The same values with tabs between them, which COPY reads as they are. */
  plain: string;
  /** The same points in PostgreSQL's own form, readied for COPY. */
  copy: string;
  rows: number;
};

/** Writes about `size` incidents of the demo city as a CSV file, and twice as COPY text: plain, and readied for the server. */
export function writeIncidentFiles(
  paths: Omit<IncidentFiles, 'rows'>,
  { size, seed }: { size: number; seed: number },
): IncidentFiles {
  const csv = new TextFile(paths.csv);
  const plain = new TextFile(paths.plain);
  const copy = new TextFile(paths.copy);
  let rows = 0;
  csv.add('id,occurred,kind,lon,lat\n');
  for (const month of demoIncidents(demoCity(seed), size, seed)) {
    for (const incident of month) {
      rows++;
      const { occurred, lon, lat } = placed(incident);
      csv.add(`B${rows},${occurred},${incident.kind},${lon},${lat}\n`);
      plain.add(`B${rows}\t${occurred}\t${incident.kind}\t${lon}\t${lat}\n`);
      copy.add(`B${rows}\t${incident.kind}\t${occurred}\t${pointHex(lon, lat)}\n`);
    }
  }
  csv.close();
  plain.close();
  copy.close();
  return { ...paths, rows };
}

function placed({ from, at }: DemoIncident) {
  const [lon, lat] = toDegrees(at);
  return { occurred: new Date(from).toISOString(), lon, lat };
}

/** Hex EWKB in EPSG:4326: the form that the server reads fastest, so that raw COPY is as quick as it can be. */
function pointHex(lon: number, lat: number): string {
  const bytes = Buffer.alloc(25);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(0x2000_0001, 1);
  bytes.writeUInt32LE(4326, 5);
  bytes.writeDoubleLE(lon, 9);
  bytes.writeDoubleLE(lat, 17);
  return bytes.toString('hex');
}

class TextFile {
  readonly #file: number;
  #text = '';

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  add(line: string): void {
    this.#text += line;
    if (this.#text.length >= CHUNK) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#text);
    this.#text = '';
  }
}
