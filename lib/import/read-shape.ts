import type { Geometry, Position } from 'geojson';
import type { ImportOptions } from './options';
import type { RowProblem } from './read-occurrence';
import { geographicPlace, projectedPlace } from './read-place';
import type { ImportSubject, ParsedRow, SourceRow } from './types';

type Where = Pick<ParsedRow, 'x' | 'y' | 'geometry'>;

/** The point of a feature; for subjects that are points. */
export function featurePlace(
  geometry: Geometry | null | undefined,
  options: ImportOptions,
): Where | RowProblem {
  if (!geometry) return NO_GEOMETRY;
  if (geometry.type !== 'Point') return wrongType(geometry, 'a Point');
  return isPosition(geometry.coordinates)
    ? placeOf(geometry.coordinates, options)
    : { reason: 'impossible_geometry', detail: 'the Point has no two numbers' };
}

/** Reads the shape of a row: lines for roads, areas for towns and grids. */
export function shapeReader(options: ImportOptions): (row: SourceRow) => Where | RowProblem {
  const isWanted = wantedTypes(options.subject);
  return ({ geometry }) => {
    if (!geometry) return NO_GEOMETRY;
    if (!isWanted.includes(geometry.type)) return wrongType(geometry, isWanted.join(' or '));
    if (geometry.type === 'GeometryCollection') return wrongType(geometry, isWanted.join(' or '));
    const depth = DEPTHS[geometry.type] ?? 0;
    const checked = shifted(geometry.coordinates, depth, options);
    if ('problem' in checked) return checked.problem;
    // The type is kept and the nesting is what was checked against it.
    const sound = { type: geometry.type, coordinates: checked.coordinates } as Geometry;
    return { x: null, y: null, geometry: sound };
  };
}

const NO_GEOMETRY: RowProblem = { reason: 'no_geometry', detail: 'the feature has no geometry' };

function wantedTypes(subject: ImportSubject): readonly string[] {
  return subject === 'roads' ? ['LineString', 'MultiLineString'] : ['Polygon', 'MultiPolygon'];
}

function wrongType({ type }: Geometry, wanted: string): RowProblem {
  return { reason: 'wrong_geometry', detail: `a ${String(type)} where ${wanted} belongs` };
}

/** How many arrays stand around the positions. */
const DEPTHS: Readonly<Record<string, number>> = {
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

type Checked = { coordinates: unknown[] } | { problem: RowProblem };

/** Checks nested positions and moves each to WGS 84; heights are dropped. */
function shifted(coordinates: unknown, depth: number, options: ImportOptions): Checked {
  if (depth === 0) {
    if (!isPosition(coordinates)) return broken('a position has no two numbers');
    const place = placeOf(coordinates, options);
    return 'reason' in place ? { problem: place } : { coordinates: [place.x, place.y] };
  }
  if (!Array.isArray(coordinates) || coordinates.length === 0) return broken('it has no positions');
  const parts: unknown[][] = [];
  for (const part of coordinates) {
    const checked = shifted(part, depth - 1, options);
    if ('problem' in checked) return checked;
    parts.push(checked.coordinates);
  }
  const problem = depth === 1 ? lineProblem(parts, options.subject) : undefined;
  return problem ? broken(problem) : { coordinates: parts };
}

function broken(detail: string): Checked {
  return { problem: { reason: 'impossible_geometry', detail } };
}

function lineProblem(positions: readonly unknown[][], subject: ImportSubject): string | undefined {
  if (subject === 'roads') return positions.length < 2 ? 'a line has one position' : undefined;
  if (positions.length < 4) return `a ring has ${positions.length} positions, not 4 or more`;
  const [first, last] = [positions[0], positions.at(-1)];
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return isClosed ? undefined : 'a ring does not end where it began';
}

function isPosition(value: unknown): value is Position {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    typeof value[0] === 'number' &&
    typeof value[1] === 'number'
  );
}

/** WGS 84 and CGCS2000 in degrees: naming them says no more than leaving --crs out. */
const GEOGRAPHIC_CODES: readonly number[] = [4326, 4490];

function placeOf([x = Number.NaN, y = Number.NaN]: Position, { crs, datum }: ImportOptions) {
  return crs === undefined || GEOGRAPHIC_CODES.includes(crs)
    ? geographicPlace(x, y, datum)
    : projectedPlace(x, y, crs);
}
