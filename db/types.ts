/**
 * How both backends hand over the types in which they differ by default: int8, numeric, date and interval as
 * the text PostgreSQL prints. Instants come as Date, json parsed, geometry as hex EWKB.
 */
export const TEXT_TYPE_OIDS = { int8: 20, date: 1082, interval: 1186, numeric: 1700 } as const;
