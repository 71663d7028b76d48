// Apart from the schemas: these are for browsers too, where the schemas' library would try to evaluate texts.

/** Of a request with a boundary: more is a map of a whole country, or drawn by the centimetre. */
export const MAXIMUM_BOUNDARY_BYTES = 1_000_000;

/** Farther outside than a county is wide. */
export const MAXIMUM_BUFFER_METRES = 20_000;
