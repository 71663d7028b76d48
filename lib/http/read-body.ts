import { ProblemError } from './problem';

/** Of JSON that people's forms send; files go to /api/jobs/uploads, which has a limit of its own. */
const MAXIMUM_JSON_BYTES = 64 * 1024;

/**
 * Reads a JSON body; a form of another site could send none without asking first.
 *
 * @throws {ProblemError} 415 for another type, 413 beyond the limit, 400 for what is no JSON or no database can hold.
 */
export async function readJson(
  request: Request,
  maximumBytes = MAXIMUM_JSON_BYTES,
): Promise<unknown> {
  requireJson(request.headers);
  const text = await readText(request, maximumBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError(400, 'the body is not JSON');
  }
  // Escaped alike, which no other text is.
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value)))
    throw new ProblemError(400, 'the body holds a null byte or half a character');
  return value;
}

/** @throws {ProblemError} 415. */
export function requireJson(headers: Headers): void {
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    throw new ProblemError(415, 'send JSON, as Content-Type: application/json');
}

/**
 * Reads a body that must be short, and stops reading one that is not.
 *
 * @throws {ProblemError} 413.
 */
export async function readText(request: Request, maximumBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > maximumBytes) throw new ProblemError(413, `send ${maximumBytes} bytes at most`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
