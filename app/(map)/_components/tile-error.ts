import type { ErrorEvent } from 'maplibre-gl';

/** The source whose tile failed; undefined for failures that are not of a tile. */
export function sourceOf(event: ErrorEvent): string | undefined {
  return 'tile' in event && 'sourceId' in event ? String(event.sourceId) : undefined;
}

/** The HTTP status of a failed request; undefined where there was no answer. */
export function statusOf({ error }: ErrorEvent): number | undefined {
  return 'status' in error ? Number(error.status) : undefined;
}
