import { hash } from 'node:crypto';

/** What of a row makes it the same row again. */
export type RowContent = {
  sourceId: string | null;
  kind: string | null;
  /** ms UTC; so are the next two. */
  occurredFrom: number | null;
  occurredTo: number | null;
  reportedAt: number | null;
  x: number | null;
  y: number | null;
  origin: string;
  details: JsonObject | null;
  attributes: JsonObject | null;
  /** GeoJSON as text. */
  shape: string | null;
};

/** A flat object of plain values. */
export type JsonObject = Readonly<Record<string, string | number | boolean>>;

/**
 * MD5 of a row's content, its source id included: 16 bytes. Frozen: a change would let every file in a second time.
 * The two free texts stand with their lengths, and nothing else can hold a tab: no two contents read the same.
 *
 * @param srid EPSG code of x and y, or of the shape.
 */
export function contentHash(row: RowContent, srid: number): Uint8Array {
  const { occurredFrom, occurredTo } = row;
  const content = [
    withLength(row.sourceId),
    withLength(row.kind),
    occurredFrom ?? '',
    occurredTo === null || occurredTo === occurredFrom ? '' : occurredTo,
    row.reportedAt ?? '',
    row.x === null || row.y === null ? '' : `${floatText(row.x)}\t${floatText(row.y)}`,
    srid,
    row.origin,
    row.details ? jsonbText(row.details) : '',
    row.attributes ? jsonbText(row.attributes) : '',
    row.shape ?? '',
  ];
  return hash('md5', content.join('\t'), 'buffer');
}

/** An object as PostgreSQL's jsonb prints it: shorter keys first, then by their bytes. */
export function jsonbText(object: JsonObject): string {
  const fields = Object.entries(object).map(([name, value]) => ({
    bytes: Buffer.from(name),
    value,
  }));
  fields.sort((a, b) => a.bytes.length - b.bytes.length || a.bytes.compare(b.bytes));
  const texts = fields.map(
    ({ bytes, value }) => `${JSON.stringify(bytes.toString())}: ${JSON.stringify(value)}`,
  );
  return `{${texts.join(', ')}}`;
}

/** A number as PostgreSQL prints a double: the shortest digits that read back, as a power from 1e15 and below 1e-4. */
function floatText(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0' : '0';
  if (size >= 1e-4 && size < 1e15) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function withLength(text: string | null): string {
  return text === null ? '' : `${characters(text)}:${text}`;
}

/** Code points, as the database counts them. */
function characters(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}
