import type { Line } from './plane';

export type RoadClass = 'motorway' | 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'local';
/** A piece of road between two nodes. */
export type RoadSegment = { id: string; name: string | null; class: RoadClass; line: Line };
export type Road = { name: string | null; class: RoadClass; line: Line };
