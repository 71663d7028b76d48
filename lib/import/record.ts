export type Delimiter = ',' | ';' | '\t';
export type LineEnd = '\n' | '\r';

/** A record of a delimited file; no cells where its quotes are broken. */
export type DelimitedRecord = { raw: string; cells: readonly string[] | undefined };

/**
 * The complete records of a text (RFC 4180), and where the unfinished one begins.
 *
 * Ours because raw text, row numbers and a bound on memory are needed at once: csv-parse gives them at a
 * third of the speed that an import has to have. It remains the oracle of the tests.
 * A quote counts only at a cell's start, so `5" pipe` is text.
 */
export function completeRecords(
  text: string,
  delimiter: Delimiter,
  lineEnd: LineEnd,
): { records: DelimitedRecord[]; next: number } {
  const records: DelimitedRecord[] = [];
  let next = 0;
  let quote = text.indexOf('"');
  for (;;) {
    const end = text.indexOf(lineEnd, next);
    if (end < 0) return { records, next };
    if (quote >= 0 && quote < end) {
      const scanned = scanQuotedRecord(text, next, delimiter, lineEnd);
      if (!scanned) return { records, next };
      records.push({ raw: withoutReturn(text.slice(next, scanned.end)), cells: scanned.cells });
      next = scanned.end + 1;
      quote = text.indexOf('"', next);
    } else {
      const raw = withoutReturn(text.slice(next, end));
      records.push({ raw, cells: raw.split(delimiter) });
      next = end + 1;
    }
  }
}

/** Line ends are CRLF, LF or, in old Macintosh files, CR: a CR stands before the LF and is none of the cell's. */
function withoutReturn(line: string): string {
  return line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line;
}

/** @returns undefined when the text ends before the record does. */
function scanQuotedRecord(
  text: string,
  from: number,
  delimiter: Delimiter,
  lineEnd: LineEnd,
): { cells: string[] | undefined; end: number } | undefined {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const isQuoted = text.charCodeAt(at) === 34;
    const cell = isQuoted ? quotedCell(text, at) : plainCell(text, at, delimiter, lineEnd);
    if (!cell) return undefined;
    cells.push(cell.value);
    const stop = afterReturn(text, cell.end, lineEnd);
    if (stop >= text.length) return undefined;
    if (text[stop] === lineEnd) return { cells, end: stop };
    if (text[stop] !== delimiter) return brokenRecord(text, stop, lineEnd);
    at = stop + 1;
  }
}

/** Steps over the CR of a CRLF. */
function afterReturn(text: string, at: number, lineEnd: LineEnd): number {
  return text.charCodeAt(at) === 13 && lineEnd === '\n' && text[at + 1] === '\n' ? at + 1 : at;
}

function quotedCell(text: string, open: number): { value: string; end: number } | undefined {
  let close = text.indexOf('"', open + 1);
  let isEscaped = false;
  while (close >= 0 && text.charCodeAt(close + 1) === 34) {
    isEscaped = true;
    close = text.indexOf('"', close + 2);
  }
  if (close < 0) return undefined;
  const value = text.slice(open + 1, close);
  return { value: isEscaped ? value.replaceAll('""', '"') : value, end: close + 1 };
}

function plainCell(
  text: string,
  from: number,
  delimiter: Delimiter,
  lineEnd: LineEnd,
): { value: string; end: number } | undefined {
  const lineStop = text.indexOf(lineEnd, from);
  if (lineStop < 0) return undefined;
  const cellStop = text.indexOf(delimiter, from);
  if (cellStop >= 0 && cellStop < lineStop) {
    return { value: text.slice(from, cellStop), end: cellStop };
  }
  return { value: withoutReturn(text.slice(from, lineStop)), end: lineStop };
}

function brokenRecord(
  text: string,
  from: number,
  lineEnd: LineEnd,
): { cells: undefined; end: number } | undefined {
  const end = text.indexOf(lineEnd, from);
  return end < 0 ? undefined : { cells: undefined, end };
}

/** The delimiter that a header's line uses most outside its quotes; a comma where it uses none. */
export function guessDelimiter(headerText: string): Delimiter {
  const bare = headerText.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  const others: readonly Delimiter[] = [';', '\t'];
  return others.reduce<Delimiter>((best, next) => (count(next) > count(best) ? next : best), ',');
}

/** Undefined while the text holds no line end; a CR at the very end of a block may still get its LF. */
export function findLineEnd(text: string): LineEnd | undefined {
  const end = /\n|\r\n|\r(?=[^\n])/.exec(text)?.[0];
  if (end === undefined) return undefined;
  return end === '\r' ? '\r' : '\n';
}
